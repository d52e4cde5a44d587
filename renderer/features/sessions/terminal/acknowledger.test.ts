import { describe, expect, it } from "vitest";
import { createAcknowledger } from "./acknowledger.ts";

function harness() {
  const sent: number[] = [];
  let due: (() => void) | undefined;
  const acknowledger = createAcknowledger(
    (offset) => sent.push(offset),
    (run) => {
      due = run;
      return () => {
        due = undefined;
      };
    },
  );
  return { sent, acknowledger, tick: () => due?.(), isWaiting: () => due !== undefined };
}

describe("acknowledging parsed output", () => {
  it("sends one acknowledgement for many small writes", () => {
    const { sent, acknowledger, tick } = harness();
    acknowledger.parsed(10);
    acknowledger.parsed(20);
    expect(sent).toEqual([]);
    tick();
    expect(sent).toEqual([20]);
  });

  it("does not wait once 64 KiB are parsed", () => {
    const { sent, acknowledger, isWaiting } = harness();
    acknowledger.parsed(65_535);
    acknowledger.parsed(65_536);
    expect(sent).toEqual([65_536]);
    expect(isWaiting()).toBe(false);
  });

  it("never goes back, except after a snapshot", () => {
    const { sent, acknowledger, tick } = harness();
    acknowledger.parsed(100_000);
    acknowledger.parsed(50);
    tick();
    acknowledger.restart();
    acknowledger.parsed(11);
    tick();
    expect(sent).toEqual([100_000, 11]);
  });

  it("acknowledges a snapshot at the offset where the terminal was before, or at none", () => {
    const { sent, acknowledger, tick } = harness();
    acknowledger.restart();
    acknowledger.parsed(0);
    tick();
    acknowledger.restart();
    acknowledger.parsed(0);
    tick();
    expect(sent).toEqual([0, 0]);
  });

  it("says nothing after it was disposed", () => {
    const { sent, acknowledger, tick } = harness();
    acknowledger.parsed(5);
    acknowledger[Symbol.dispose]();
    tick();
    expect(sent).toEqual([]);
  });
});
