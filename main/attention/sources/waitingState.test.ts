import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { echoMs, initialState, nextTick, step, type WaitingEvent, type WaitingState, workMs } from "./waitingState.ts";

const quietMs = 3_000;

/** Plays events at their times, ticking whenever it is due, and tells what came of it and when. */
function play(events: readonly WaitingEvent[], until: number) {
  let state: WaitingState = initialState;
  const effects: { at: number; effect: "look" | "close"; hasWorked: boolean }[] = [];
  const take = (event: WaitingEvent): void => {
    const taken = step(state, event, quietMs);
    state = taken.state;
    if (taken.effect) effects.push({ at: event.at, effect: taken.effect, hasWorked: taken.hasWorked });
  };
  for (const event of [...events, { kind: "tick" as const, at: until }]) {
    for (let due = nextTick(state, quietMs); due !== null && due <= event.at; due = nextTick(state, quietMs)) {
      take({ kind: "tick", at: due });
    }
    take(event);
  }
  return effects;
}
const outputs = (from: number, to: number): WaitingEvent[] =>
  Array.from({ length: Math.floor((to - from) / 100) + 1 }, (_, index) => ({ kind: "output", at: from + index * 100 }));

describe("a tool that worked and is quiet", () => {
  it("is looked at once, after the quiet time", () => {
    const effects = play([{ kind: "typed", at: 0 }, ...outputs(1000, 6000)], 60_000);
    expect(effects).toEqual([{ at: 6000 + quietMs, effect: "look", hasWorked: true }]);
  });
  it("is not thought to have worked when it only echoed what was typed, or redrew after a resize", () => {
    const typing = Array.from({ length: 50 }, (_, index): WaitingEvent[] => [
      { kind: "typed", at: index * 200 },
      { kind: "output", at: index * 200 + 20 },
    ]).flat();
    expect(play(typing, 60_000)).toEqual([]);
    expect(
      play(
        [
          { kind: "resized", at: 0 },
          { kind: "output", at: echoMs - 1 },
        ],
        60_000,
      ),
    ).toEqual([]);
  });
  it("stops waiting when somebody types or looks, or when it goes on; not when a clock ticks", () => {
    const waits = outputs(0, 3000);
    const look = { at: 3000 + quietMs, effect: "look", hasWorked: true };
    const closedBy = (...more: WaitingEvent[]) =>
      play([...waits, ...more], 10_500)
        .slice(1)
        .map(({ at }) => at);
    expect(play(waits, 10_000)).toEqual([look]);
    expect(closedBy({ kind: "typed", at: 8000 })).toEqual([8000]);
    expect(closedBy({ kind: "looked", at: 8000 })).toEqual([8000]);
    expect(closedBy(...outputs(8000, 10_000))).toEqual([8000 + workMs]);
    expect(closedBy({ kind: "output", at: 8000 })).toEqual([]);
  });
});

const events = fc
  .array(
    fc.record({
      kind: fc.constantFrom(
        "output" as const,
        "output" as const,
        "typed" as const,
        "looked" as const,
        "resized" as const,
      ),
      gap: fc.oneof(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 8000 })),
    }),
    { maxLength: 80 },
  )
  .map((steps) => {
    let at = 0;
    return steps.map(({ kind, gap }): WaitingEvent => {
      at += gap;
      return { kind, at };
    });
  });

describe("whatever happens", () => {
  it("it never looks while output flows or right after somebody typed, and alternates", () => {
    fc.assert(
      fc.property(events, (played) => {
        const effects = play(played, 1_000_000);
        for (const { at, effect } of effects) {
          if (effect === "close") continue;
          const recent = played.filter((event) => event.at < at && event.at > at - quietMs);
          const loud = recent.filter((event) => event.kind === "typed" || event.kind === "output");
          // Echoes count for nothing: they come with the typing or resizing that caused them.
          const echoes = loud.filter(
            (event) =>
              event.kind === "output" &&
              played.some((cause) => cause.kind !== "output" && event.at >= cause.at && event.at - cause.at < echoMs),
          );
          expect(loud.length - echoes.length).toBe(0);
        }
        const looks = effects.filter(({ effect }) => effect === "look").length;
        const closes = effects.length - looks;
        expect(closes).toBeLessThanOrEqual(looks);
      }),
      { numRuns: 1000 },
    );
  });
});
