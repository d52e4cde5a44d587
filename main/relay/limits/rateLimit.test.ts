import { describe, expect, it } from "vitest";
import { createRateLimit } from "./rateLimit.ts";

describe("a rate limit", () => {
  it("counts each client for itself, tells how long to wait, and takes nothing from who is refused", () => {
    let now = 0;
    const limit = createRateLimit({ capacity: 2, perSecond: 1 }, { limit: 60, now: () => now });
    limit.take("a");
    limit.take("a");
    for (let count = 0; count < 5; count += 1) {
      expect(() => limit.take("a")).toThrow(
        expect.objectContaining({ code: "RATE_LIMITED", retryAfterMs: 1000, details: { limit: 60 } }),
      );
    }
    limit.take("b");
    now = 1000;
    limit.take("a");
    expect(limit.tryTake("a")).toBe(1000);
  });

  it("allows all clients together ten times as much as one", () => {
    const limit = createRateLimit({ capacity: 5, perSecond: 1 }, { now: () => 0 });
    let granted = 0;
    for (let client = 0; client < 100; client += 1) if (limit.tryTake(`client ${client}`) === 0) granted += 1;
    expect(granted).toBe(50);
    expect(limit.tryTake("another")).toBe(100);
  });

  it("remembers who has used its share, however many others come", () => {
    let now = 0;
    const limit = createRateLimit({ capacity: 1, perSecond: 0.001 }, { now: () => now });
    expect(limit.tryTake("first")).toBe(0);
    // Time enough for the others' shared bucket, and far too little for the first one's own.
    for (let client = 0; client < 9_000; client += 1) {
      now += 100;
      if (now > 900_000) break;
      limit.tryTake(`client ${client}`);
    }
    expect(limit.tryTake("first")).toBeGreaterThan(0);
  });
});
