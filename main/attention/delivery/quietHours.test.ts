import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ringsFrom } from "./quietHours.ts";

const localTime = (day: number, hours: number, minutes = 0): number => new Date(2027, 5, day, hours, minutes).getTime();

describe("quiet hours", () => {
  it("over midnight hold until the morning, from both sides of it", () => {
    const night = { from: "22:00", until: "07:00" };
    expect(ringsFrom(localTime(10, 21, 59), night)).toBe(localTime(10, 21, 59));
    expect(ringsFrom(localTime(10, 22), night)).toBe(localTime(11, 7));
    expect(ringsFrom(localTime(11, 3, 30), night)).toBe(localTime(11, 7));
    expect(ringsFrom(localTime(11, 7), night)).toBe(localTime(11, 7));
  });

  it("within a day hold until their end, and no hours hold nothing", () => {
    const lunch = { from: "12:00", until: "13:30" };
    expect(ringsFrom(localTime(10, 13), lunch)).toBe(localTime(10, 13, 30));
    expect(ringsFrom(localTime(10, 11), lunch)).toBe(localTime(10, 11));
    for (const none of [
      { from: "", until: "" },
      { from: "22:00", until: "" },
      { from: "08:00", until: "08:00" },
    ])
      expect(ringsFrom(localTime(10, 23), none)).toBe(localTime(10, 23));
  });

  it("end within a day, at a moment that is not quiet", () => {
    const time = fc
      .tuple(fc.nat(23), fc.nat(59))
      .map(([hours, minutes]) => `${String(hours).padStart(2, "0")}:${String(minutes).padStart(2, "0")}`);
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 4_000_000_000_000 }), time, time, (at, from, until) => {
        const rings = ringsFrom(at, { from, until });
        expect(rings).toBeGreaterThanOrEqual(at);
        // A day of a clock change has 25 hours.
        expect(rings - at).toBeLessThanOrEqual(25 * 3_600_000);
        expect(ringsFrom(rings, { from, until })).toBe(rings);
      }),
    );
  });
});
