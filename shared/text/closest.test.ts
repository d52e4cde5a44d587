import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { closest, editDistance } from "./closest.ts";

describe("closest", () => {
  it("finds what a misspelt word meant", () => {
    expect(closest("maximun", ["minimum", "maximum"])).toBe("maximum");
    expect(closest("prot", ["host", "port"])).toBe("port");
    expect(closest("HistoryMegabytes", ["historyMegabytes"])).toBe("historyMegabytes");
  });

  it("says nothing rather than something far-fetched", () => {
    expect(closest("colour", ["port", "host"])).toBeNull();
    expect(closest("x", ["y"])).toBe("y");
    expect(closest("anything", [])).toBeNull();
  });
});

describe("the edit distance", () => {
  it("is a distance: zero for the same, the same both ways, never longer than the longer word", () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 12 }), fc.string({ maxLength: 12 }), (left, right) => {
        const distance = editDistance(left, right);
        expect(distance === 0).toBe(left === right);
        expect(editDistance(right, left)).toBe(distance);
        expect(distance).toBeLessThanOrEqual(Math.max(left.length, right.length));
      }),
    );
  });
});
