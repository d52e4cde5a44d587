import { describe, expect, test } from "vitest";
import { directionOf, swipeStep } from "./swipe.ts";

describe("a finger on a session", () => {
  test("scrolls unless it clearly goes sideways", () => {
    expect(directionOf({ x: 5, y: 5 })).toBeNull();
    expect(directionOf({ x: -40, y: 10 })).toBe("sideways");
    expect(directionOf({ x: 20, y: 18 })).toBe("upright");
    expect(directionOf({ x: 0, y: -30 })).toBe("upright");
  });

  test("goes on to the next session where it went far or quickly, and back the other way", () => {
    expect(swipeStep(-160, 900, 390)).toBe(1);
    expect(swipeStep(160, 900, 390)).toBe(-1);
    expect(swipeStep(-60, 80, 390)).toBe(1);
    expect(swipeStep(-60, 900, 390)).toBe(0);
    expect(swipeStep(20, 10, 390)).toBe(0);
  });
});
