import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { blockAround, blockRows, renderedRange } from "./rowWindow.ts";

describe("the part of a long history that is scrolled", () => {
  it("is everything when it is short", () => {
    const all = { first: 40, end: 900 };
    expect(blockAround(100, all, null)).toEqual(all);
  });

  it("stays while the view is well inside it and moves on near its edge", () => {
    const all = { first: 0, end: 5_000_000 };
    const block = blockAround(2_000_000, all, null);
    expect(blockAround(2_010_000, all, block)).toEqual(block);
    const moved = blockAround(block.end - 1000, all, block);
    expect(moved).not.toEqual(block);
    expect(moved.first).toBeLessThan(block.end - 1000);
  });

  it("always holds the row in view and is never too tall, so that every row can be reached", () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 3_000_000 }),
        fc.integer({ min: 1, max: 4_000_000 }),
        fc.array(fc.double({ min: 0, max: 0.999_999, noNaN: true }), { minLength: 1, maxLength: 20 }),
        (first, count, places) => {
          const all = { first, end: first + count };
          let block = null;
          for (const place of places) {
            const top = first + Math.floor(place * count);
            block = blockAround(top, all, block);
            expect(block.end - block.first).toBeLessThanOrEqual(Math.max(blockRows, 1));
            expect(block.first).toBeGreaterThanOrEqual(all.first);
            expect(block.end).toBeLessThanOrEqual(all.end);
            expect(top).toBeGreaterThanOrEqual(block.first);
            expect(top).toBeLessThan(block.end);
          }
        },
      ),
    );
  });

  it("renders the rows in view and a few beyond, within what exists", () => {
    expect(renderedRange(100.4, 20, { first: 0, end: 1000 }, 10)).toEqual({ first: 90, end: 131 });
    expect(renderedRange(0, 20, { first: 0, end: 5 }, 10)).toEqual({ first: 0, end: 5 });
  });
});
