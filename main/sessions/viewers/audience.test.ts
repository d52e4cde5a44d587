import { describe, expect, test, vi } from "vitest";
import type { TerminalFrame } from "#shared/terminal/frames.ts";
import { Audience } from "./audience.ts";

const size = { columns: 80, rows: 24 };

function open(snapshot = async () => ({ offset: 0, firstRow: 0, ...size, state: new Uint8Array(0) })) {
  const troubles: string[] = [];
  const audience = new Audience({
    folder: "/nowhere",
    segments: () => [],
    endOffset: 0,
    size,
    snapshot,
    onChanged: () => {},
    onSize: () => {},
    onTrouble: (message) => troubles.push(message),
  });
  const watch = (send: (frame: TerminalFrame) => void) =>
    audience.watch({ stream: 1, follow: "live", credit: 1000, resumeFrom: 0, send }, "Test", size);
  return { audience, troubles, watch };
}

function unsendable(): never {
  throw new Error("The link is gone");
}

describe("audience", () => {
  test("a viewer that nothing can be sent to leaves; the others see on", () => {
    const { audience, troubles, watch } = open();
    const frames: TerminalFrame[] = [];
    let isGone = false;
    const first = watch(() => isGone && unsendable());
    watch((frame) => frames.push(frame));
    expect(audience.isDriver(first)).toBe(true);
    isGone = true;
    audience.published(0, Buffer.from("text"));
    expect(frames.at(-1)).toMatchObject({ kind: "output", offset: 0 });
    expect(audience).toMatchObject({ count: 1, driver: null });
    expect(troubles[0]).toBe("A viewer could not be served");
  });

  test("a viewer that can neither be read for nor told so harms nobody", async () => {
    const { audience, troubles, watch } = open(() => Promise.reject(new Error("The disk is gone")));
    audience.published(0, Buffer.alloc(2_000_000));
    watch(unsendable);
    await vi.waitFor(() => expect(audience.count).toBe(0));
    expect(troubles).toEqual(["A viewer could not be served", "A viewer could not be told that it ended"]);
  });

  test("everybody is told the end, whoever cannot be", () => {
    const { audience, watch } = open();
    const frames: TerminalFrame[] = [];
    let isGone = false;
    watch(() => isGone && unsendable());
    watch((frame) => frames.push(frame));
    isGone = true;
    audience.end();
    expect(frames.at(-1)).toEqual({ kind: "ended", stream: 1 });
  });
});
