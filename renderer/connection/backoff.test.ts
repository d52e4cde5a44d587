import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { backoffDelay } from "#shared/retry/retryPolicy.ts";
import { callPolicy, linkPolicy } from "./backoff.ts";

const attempt = fc.nat({ max: 200 });
const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe("the wait between attempts", () => {
  test("doubles from one second for calls, and adds up to one second", () => {
    expect([0, 1, 2, 3, 9].map((number) => backoffDelay(callPolicy, number, 0))).toEqual([
      1000, 2000, 4000, 5000, 5000,
    ]);
    expect(backoffDelay(callPolicy, 0, 0.999)).toBe(1999);
  });

  test("never leaves its bounds and never shrinks", () => {
    fc.assert(
      fc.property(fc.constantFrom(callPolicy, linkPolicy), attempt, random, (policy, number, luck) => {
        const delay = backoffDelay(policy, number, luck);
        expect(delay).toBeGreaterThanOrEqual(policy.baseMs);
        expect(delay).toBeLessThan(policy.ceilingMs + policy.jitterMs);
        expect(backoffDelay(policy, number + 1, luck)).toBeGreaterThanOrEqual(delay);
      }),
    );
  });
});
