import { describe, expect, it } from "vitest";
import { excerpt, withoutMarks } from "./excerpt.ts";

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

describe("a line of Markdown in the list", () => {
  it("reads without its marks, and keeps what is no mark", () => {
    expect(withoutMarks("# Tides\n- The **moon** and `sin(x)`\n> a * b")).toBe("Tides The moon and sin(x) a * b");
    expect(withoutMarks("snake_case 2*3")).toBe("snake_case 2*3");
  });
});
