import { describe, expect, it } from "vitest";
import { fittingSize, viewingScale } from "./scaledFit.ts";

describe("fitting a terminal", () => {
  it("takes whole cells only", () => {
    expect(fittingSize({ width: 805, height: 419 }, { width: 8, height: 17.5 })).toEqual({ columns: 100, rows: 23 });
  });

  it("gives no size for an area that is not laid out", () => {
    expect(fittingSize({ width: 0, height: 0 }, { width: 8, height: 16 })).toBeNull();
    expect(fittingSize({ width: 800, height: 600 }, { width: 0, height: 0 })).toBeNull();
  });

  it("stays within the sizes the server accepts", () => {
    expect(fittingSize({ width: 90_000, height: 90_000 }, { width: 8, height: 16 })).toEqual({
      columns: 500,
      rows: 300,
    });
    expect(fittingSize({ width: 9, height: 17 }, { width: 8, height: 16 })).toEqual({ columns: 2, rows: 1 });
  });

  it("scales a larger terminal down to be seen whole and never enlarges a small one", () => {
    expect(viewingScale({ width: 400, height: 400 }, { width: 800, height: 500 })).toBe(0.5);
    expect(viewingScale({ width: 400, height: 400 }, { width: 500, height: 1600 })).toBe(0.25);
    expect(viewingScale({ width: 4000, height: 4000 }, { width: 800, height: 500 })).toBe(1);
  });
});
