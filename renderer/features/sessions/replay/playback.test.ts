import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  activityBars,
  advance,
  beginPlayback,
  changeSpeed,
  clockTime,
  offsetAt,
  type Playback,
  play,
  seek,
  speeds,
} from "./playback.ts";

const playing = (about: Partial<Playback> = {}): Playback => ({
  ...play(beginPlayback(0, 100_000)),
  skipsIdle: false,
  ...about,
});

describe("replaying a session", () => {
  it("goes at its speed and pauses at the end", () => {
    expect(advance(playing({ speed: 4 }), 16, 50).position).toBe(64);
    expect(advance(playing({ position: 99_990 }), 16, null)).toMatchObject({ position: 100_000, isPlaying: false });
  });

  it("stands still while paused", () => {
    const paused = beginPlayback(0, 1000);
    expect(advance(paused, 16, 5)).toBe(paused);
  });

  it("passes over idle gaps but not over short pauses", () => {
    expect(advance(playing({ skipsIdle: true }), 16, 60_000).position).toBe(59_000);
    expect(advance(playing({ skipsIdle: true }), 16, 900).position).toBe(16);
  });

  it("begins again when played from the end", () => {
    expect(play(seek(beginPlayback(10, 20), 99)).position).toBe(10);
    expect(seek(beginPlayback(10, 20), -5).position).toBe(10);
  });

  it("never runs backwards and never leaves the recording", () => {
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.integer({ min: 0, max: 500 }), fc.option(fc.integer({ min: 0, max: 100_000 })))),
        fc.constantFrom(...speeds),
        fc.boolean(),
        (ticks, speed, skipsIdle) => {
          let playback = playing({ speed, skipsIdle });
          for (const [elapsed, next] of ticks) {
            const after = advance(playback, elapsed, next === null || next < playback.position ? null : next);
            expect(after.position).toBeGreaterThanOrEqual(playback.position);
            expect(after.position).toBeLessThanOrEqual(100_000);
            playback = after;
          }
        },
      ),
    );
  });

  it("has speeds from a half to sixteen", () => {
    expect(changeSpeed(1, -1)).toBe(0.5);
    expect(changeSpeed(0.5, -1)).toBe(0.5);
    expect(changeSpeed(16, 1)).toBe(16);
  });

  it("finds where to read from, never in what was dropped", () => {
    const activity = [
      { time: 10, offset: 0 },
      { time: 20, offset: 500 },
      { time: 30, offset: 900 },
    ];
    expect(offsetAt(activity, 0, 25)).toBe(500);
    expect(offsetAt(activity, 600, 25)).toBe(600);
    expect(offsetAt(activity, 0, 5)).toBe(0);
  });

  it("draws where it was busy", () => {
    const bars = activityBars(
      [
        { time: 0, offset: 0 },
        { time: 10, offset: 100 },
        { time: 90, offset: 500 },
      ],
      0,
      100,
      10,
    );
    expect(bars).toEqual([0, 0.5, 0, 0, 0, 0, 0, 0, 0, 1]);
  });

  it("writes times as people do", () => {
    expect([clockTime(7_900), clockTime(750_000), clockTime(3_723_000)]).toEqual(["0:07", "12:30", "1:02:03"]);
  });
});
