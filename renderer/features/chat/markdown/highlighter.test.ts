import { describe, expect, it } from "vitest";
import { highlight } from "./highlighter.ts";

describe("colours of code", () => {
  it("are variables of the theme, and the text stays what it was", async () => {
    const code = 'const tide = "low"; // ebb\nreturn tide;';
    const lines = await highlight(code, "ts");
    expect(lines?.map((line) => line.map(({ text }) => text).join("")).join("\n")).toBe(code);
    const colours = new Set(lines?.flat().map(({ color }) => color));
    expect(colours.size).toBeGreaterThan(2);
    for (const colour of colours) expect(colour).toMatch(/^var\(--code-/);
  });

  it("are none for a language we do not have, or for more than anybody reads", async () => {
    expect(await highlight("qapla'", "klingon")).toBeNull();
    expect(await highlight("x".repeat(60_001), "ts")).toBeNull();
  });
});
