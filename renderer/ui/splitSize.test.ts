import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { splitSize, splitSizeAfterKey } from "./splitSize.ts";

const limits = { minimum: 200, maximum: 480, rest: 360 };

describe("a split", () => {
  test("stays within its limits in any space", () => {
    fc.assert(
      fc.property(fc.integer({ min: -1000, max: 5000 }), fc.nat({ max: 5000 }), (wanted, total) => {
        const size = splitSize(wanted, total, limits);
        expect(size).toBeGreaterThanOrEqual(limits.minimum);
        expect(size).toBeLessThanOrEqual(limits.maximum);
        if (total >= limits.minimum + limits.rest) expect(total - size).toBeGreaterThanOrEqual(limits.rest);
      }),
    );
  });

  test("moves with the arrows that lie across the divider, and to its ends", () => {
    expect(splitSizeAfterKey("ArrowLeft", 300, true, limits)).toBe(284);
    expect(splitSizeAfterKey("ArrowDown", 300, false, limits)).toBe(316);
    expect(splitSizeAfterKey("Home", 300, true, limits)).toBe(200);
    expect(splitSizeAfterKey("End", 300, true, limits)).toBe(480);
    expect(splitSizeAfterKey("ArrowUp", 300, true, limits)).toBeNull();
    expect(splitSizeAfterKey("Tab", 300, true, limits)).toBeNull();
  });
});
