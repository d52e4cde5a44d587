import { describe, expect, it } from "vitest";
import { briefArguments, durationOf, prettyJson, shownToolName } from "./toolCallText.ts";

describe("a tool call in words", () => {
  it("names the arguments, or shows what the model wrote instead of JSON", () => {
    expect(briefArguments('{"session":"a","lines":20}')).toBe('session: "a", lines: 20');
    expect(briefArguments('{"session":')).toBe('{"session":');
    expect(briefArguments("{}")).toBe("");
    expect(briefArguments(JSON.stringify({ text: "x".repeat(500) }))).toHaveLength(200);
  });

  it("shows structure where there is any", () => {
    expect(prettyJson('{"a":1}')).toBe('{\n  "a": 1\n}');
    expect(prettyJson("12 sessions")).toBe("12 sessions");
  });

  it("says whose tool it is, but for the app's own", () => {
    expect(shownToolName("app.list_sessions")).toBe("list_sessions");
    expect(shownToolName("github.create_issue")).toBe("github.create_issue");
  });

  it("counts while it runs and stops when it has ended", () => {
    expect(durationOf({ startedAt: 1000, endedAt: null }, 1400)).toBe("0.4 s");
    expect(durationOf({ startedAt: 1000, endedAt: 66_000 }, 999_999)).toBe("1:05");
    expect(durationOf({ startedAt: null, endedAt: null }, 5)).toBeNull();
  });
});
