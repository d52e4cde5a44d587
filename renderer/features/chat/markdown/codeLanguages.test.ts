import { describe, expect, it } from "vitest";
import { grammarOf, isForShell, withoutPrompts } from "./codeLanguages.ts";

describe("code in answers", () => {
  it("is coloured under the names fences use, and plain under others", async () => {
    expect(grammarOf("TS")?.name).toBe("tsx");
    expect(grammarOf("console")?.name).toBe("bash");
    expect(grammarOf("klingon")).toBeNull();
    expect(grammarOf("constructor")).toBeNull();
    expect((await grammarOf("json")?.load())?.default.length).toBeGreaterThan(0);
  });

  it("is offered to a session where it is a shell's", () => {
    expect(["sh", "bash", "", "Console"].map(isForShell)).toEqual([true, true, true, true]);
    expect(["python", "json"].map(isForShell)).toEqual([false, false]);
  });

  it("loses the prompts and what was printed, and never the comment of a script", () => {
    expect(withoutPrompts("$ ls -l\ntotal 0\n$ pwd\n")).toBe("ls -l\npwd");
    expect(withoutPrompts("ls\n# a comment\npwd\n")).toBe("ls\n# a comment\npwd");
  });
});
