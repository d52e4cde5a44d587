import { array, assert, double, integer, property, record } from "fast-check";
import { describe, expect, it } from "vitest";
import { type BucketRate, takeFrom } from "./tokenBucket.ts";

const rates = record({
  capacity: integer({ min: 1, max: 1_048_576 }),
  perSecond: double({ min: 0.01, max: 100_000, noNaN: true }),
});
const takes = array(
  record({ waitMs: double({ min: 0, max: 100_000, noNaN: true }), cost: integer({ min: 1, max: 2_000_000 }) }),
  { maxLength: 60 },
);
const never = Number.NEGATIVE_INFINITY;

describe("a token bucket", () => {
  it("starts full: all of it may be used at once, and no more", () => {
    const rate: BucketRate = { capacity: 60, perSecond: 1 };
    let fullAt = never;
    for (let count = 0; count < 60; count += 1) {
      const taken = takeFrom(fullAt, 1, 5000, rate);
      if (!taken.isGranted) throw new Error(`refused at ${count}`);
      fullAt = taken.fullAt;
    }
    expect(takeFrom(fullAt, 1, 5000, rate)).toEqual({ isGranted: false, retryAfterMs: 1000 });
    expect(takeFrom(fullAt, 1, 5999, rate)).toEqual({ isGranted: false, retryAfterMs: 1 });
    expect(takeFrom(fullAt, 1, 6000, rate).isGranted).toBe(true);
  });

  it("never grants more than it holds and what has come since", () => {
    assert(
      property(rates, takes, (rate, steps) => {
        let now = 0;
        let fullAt = never;
        let granted = 0;
        for (const { waitMs, cost } of steps) {
          now += waitMs;
          const taken = takeFrom(fullAt, cost, now, rate);
          if (!taken.isGranted) continue;
          fullAt = taken.fullAt;
          granted += Math.min(cost, rate.capacity);
          const most = rate.capacity + (now / 1000) * rate.perSecond;
          expect(granted).toBeLessThanOrEqual(most * (1 + 1e-9) + 0.01 * rate.perSecond);
        }
      }),
    );
  });

  it("tells how long to wait: then it is granted, and a moment earlier it is not", () => {
    assert(
      property(rates, takes, (rate, steps) => {
        let now = 0;
        let fullAt = never;
        for (const { waitMs, cost } of steps) {
          now += waitMs;
          const taken = takeFrom(fullAt, cost, now, rate);
          if (taken.isGranted) {
            fullAt = taken.fullAt;
            continue;
          }
          expect(taken.retryAfterMs).toBeGreaterThan(0);
          expect(takeFrom(fullAt, cost, now + taken.retryAfterMs, rate).isGranted).toBe(true);
          expect(takeFrom(fullAt, cost, now + taken.retryAfterMs - 1.01, rate).isGranted).toBe(false);
        }
      }),
    );
  });

  it("grants what costs more than it holds when it is full", () => {
    const rate: BucketRate = { capacity: 10, perSecond: 10 };
    const taken = takeFrom(never, 1000, 0, rate);
    expect(taken).toEqual({ isGranted: true, fullAt: 1000 });
    expect(takeFrom(1000, 1000, 1, rate)).toEqual({ isGranted: false, retryAfterMs: 999 });
  });
});
