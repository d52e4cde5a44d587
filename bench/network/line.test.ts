import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createLine, createRandom, type LineConditions, retransmissionMs, segmentBytes } from "./line.ts";

const conditions = fc.record({
  delayMs: fc.integer({ min: 0, max: 200 }),
  loss: fc.constantFrom(0, 0.01, 0.3),
  seed: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
});
/** Pauses between sendings, and how much is sent. */
const traffic = fc.array(fc.tuple(fc.integer({ min: 0, max: 500 }), fc.integer({ min: 1, max: 50_000 })), {
  minLength: 1,
  maxLength: 30,
});

function sendAll(given: LineConditions, sendings: readonly (readonly [number, number])[]) {
  const line = createLine(given);
  let now = 0;
  return sendings.flatMap(([pause, byteLength]) => {
    now += pause;
    const sentAt = now;
    return line.send(now, byteLength).map((piece) => ({ ...piece, sentAt }));
  });
}

describe("a line", () => {
  it("delivers every byte, in order, never early, and at most one retransmission late", () => {
    fc.assert(
      fc.property(conditions, traffic, (given, sendings) => {
        const pieces = sendAll(given, sendings);
        const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);
        expect(sum(pieces.map(({ byteLength }) => byteLength))).toBe(sum(sendings.map(([, length]) => length)));
        pieces.forEach(({ arrivesAt, sentAt }, index) => {
          expect(arrivesAt).toBeGreaterThanOrEqual(sentAt + given.delayMs);
          expect(arrivesAt).toBeLessThanOrEqual(sentAt + given.delayMs + retransmissionMs);
          expect(arrivesAt).toBeGreaterThanOrEqual(pieces[index - 1]?.arrivesAt ?? 0);
        });
      }),
    );
  });

  it("loses the same segments again for the same seed", () => {
    fc.assert(
      fc.property(conditions, traffic, (given, sendings) => {
        expect(sendAll(given, sendings)).toEqual(sendAll(given, sendings));
      }),
    );
  });

  it("keeps back what was sent behind a lost segment until that has come", () => {
    // The seed whose second number is the first below the loss.
    const seed = Array.from({ length: 1_000 }, (_, each) => each).find((each) => {
      const random = createRandom(each);
      return random() >= 0.1 && random() < 0.1;
    });
    const line = createLine({ delayMs: 25, loss: 0.1, seed: seed ?? Number.NaN });
    expect(line.send(0, 3 * segmentBytes)).toEqual([
      { byteLength: segmentBytes, arrivesAt: 25 },
      { byteLength: 2 * segmentBytes, arrivesAt: 25 + retransmissionMs },
    ]);
  });

  it("loses about as many as it is told to", () => {
    const line = createLine({ delayMs: 0, loss: 0.01, seed: 1 });
    const late = Array.from(
      { length: 20_000 },
      (_, index) => line.send(index * 1_000, 1)[0]?.arrivesAt !== index * 1_000,
    );
    const share = late.filter(Boolean).length / late.length;
    expect(share).toBeGreaterThan(0.007);
    expect(share).toBeLessThan(0.013);
  });
});
