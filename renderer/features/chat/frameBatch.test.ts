import { describe, expect, it } from "vitest";
import { createFrameBatch } from "./frameBatch.ts";

function createBatch() {
  const handed: (readonly number[])[] = [];
  let due: (() => void) | null = null;
  let isSeen = true;
  const batch = createFrameBatch<number>((items) => handed.push(items), {
    isSeen: () => isSeen,
    request: (run) => {
      due = run;
      return 1;
    },
    cancel: () => {
      due = null;
    },
  });
  const frame = (): void => {
    const run = due;
    due = null;
    run?.();
  };
  return { batch, handed, frame, hide: () => (isSeen = false), hasFrame: () => due !== null };
}

describe("what arrives within a frame", () => {
  it("is handed over together and in order, and the next begins anew", () => {
    const { batch, handed, frame } = createBatch();
    batch.add(1);
    batch.add(2);
    expect(handed).toEqual([]);
    frame();
    batch.add(3);
    frame();
    expect(handed).toEqual([[1, 2], [3]]);
  });

  it("is handed over at once while nobody looks, with what was still waiting before it", () => {
    const { batch, handed, hide, frame } = createBatch();
    batch.add(1);
    hide();
    batch.add(2);
    expect(handed).toEqual([[1, 2]]);
    frame();
    expect(handed).toEqual([[1, 2]]);
  });

  it("is dropped when nobody follows any more", () => {
    const { batch, handed, frame, hasFrame } = createBatch();
    batch.add(1);
    batch[Symbol.dispose]();
    expect(hasFrame()).toBe(false);
    frame();
    expect(handed).toEqual([]);
  });
});
