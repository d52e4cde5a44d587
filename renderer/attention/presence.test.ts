import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { isPresent, presenceEndsIn } from "./presence.ts";

describe("being at a page", () => {
  test("needs it visible and used within the time", () => {
    expect(isPresent({ isVisible: true, usedAt: 100 }, 159, 60)).toBe(true);
    expect(isPresent({ isVisible: true, usedAt: 100 }, 160, 60)).toBe(false);
    expect(isPresent({ isVisible: false, usedAt: 100 }, 101, 60)).toBe(false);
    expect(isPresent({ isVisible: true, usedAt: null }, 101, 60)).toBe(false);
  });

  test("ends exactly when it is said to", () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.integer({ min: 1, max: 1e6 }), (usedAt, elapsed, within) => {
        const state = { isVisible: true, usedAt };
        const now = usedAt + elapsed;
        const endsIn = presenceEndsIn(state, now, within);
        expect(endsIn === null).toBe(!isPresent(state, now, within));
        if (endsIn === null) return;
        expect(isPresent(state, now + endsIn - 1, within)).toBe(true);
        expect(isPresent(state, now + endsIn, within)).toBe(false);
      }),
    );
  });
});
