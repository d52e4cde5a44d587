import { describe, expect, it } from "vitest";
import { excerpt } from "./excerpt.ts";

describe("a hit among its words", () => {
  it("is on one line, with little before it", () => {
    const text = `${"a".repeat(40)}\nthe 潮汐 comes\nand goes`;
    expect(excerpt({ text, start: text.indexOf("潮汐"), length: 2 })).toEqual({
      before: `…${"a".repeat(19)} the `,
      hit: "潮汐",
      after: " comes and goes",
    });
  });

  it("does not cut a character in two", () => {
    const text = `${"🌊".repeat(30)}x`;
    expect(excerpt({ text, start: 60, length: 1 }).before).toBe(`…${"🌊".repeat(24)}`);
  });
});
