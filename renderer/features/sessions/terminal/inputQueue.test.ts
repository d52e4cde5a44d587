import { describe, expect, it } from "vitest";
import { maximumInputBytes } from "#shared/terminal/frames.ts";
import { createInputQueue, describeInput } from "./inputQueue.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (data: Uint8Array): string => new TextDecoder().decode(data);

describe("typed input", () => {
  it("is sent in numbered frames and forgotten once confirmed", () => {
    const queue = createInputQueue();
    expect(queue.send(bytes("a")).map(({ sequence }) => sequence)).toEqual([1]);
    expect(queue.send(bytes("b")).map(({ sequence }) => sequence)).toEqual([2]);
    queue.confirm(1);
    queue.confirm(2);
    queue.linkClosed();
    expect(queue.held).toEqual({ maybe: bytes(""), unsent: bytes("") });
  });

  it("splits a long paste without losing a byte", () => {
    const queue = createInputQueue();
    const paste = new Uint8Array(maximumInputBytes * 2 + 5).fill(120);
    const frames = queue.send(paste);
    expect(frames.map((frame) => frame.bytes.byteLength)).toEqual([maximumInputBytes, maximumInputBytes, 5]);
  });

  it("holds what was not confirmed when the link closes, in order, with what is typed afterwards", () => {
    const queue = createInputQueue();
    queue.send(bytes("make "));
    queue.send(bytes("te"));
    queue.confirm(1);
    queue.send(bytes("st"));
    queue.linkClosed();
    queue.hold(bytes("\r"));
    expect(text(queue.held.maybe)).toBe("test");
    expect(text(queue.held.unsent)).toBe("\r");
    expect(queue.unconfirmedCount).toBe(0);
  });

  it("gives what is held away exactly once", () => {
    const queue = createInputQueue();
    queue.hold(bytes("ls"));
    expect(queue.held.maybe.byteLength).toBe(0);
    expect(text(queue.takeHeld("all"))).toBe("ls");
    expect(queue.takeHeld("all").byteLength).toBe(0);
  });

  it("can send only what was surely not sent, so that nothing is typed twice", () => {
    const queue = createInputQueue();
    queue.send(bytes("rm x"));
    queue.linkClosed();
    queue.hold(bytes("ls\r"));
    expect(text(queue.takeHeld("unsent"))).toBe("ls\r");
    expect(queue.held).toEqual({ maybe: bytes(""), unsent: bytes("") });
  });

  it("counts what is on its way among what is undecided, and goes on from what an earlier page held", () => {
    const queue = createInputQueue({ maybe: bytes("a"), unsent: bytes("z") });
    queue.send(bytes("b"));
    expect(text(queue.undecided.maybe)).toBe("ab");
    expect(text(queue.held.maybe)).toBe("a");
    queue.confirm(1);
    expect(text(queue.undecided.maybe)).toBe("a");
    expect(text(queue.undecided.unsent)).toBe("z");
  });

  it("says so when it cannot hold more", () => {
    const queue = createInputQueue();
    expect(queue.hold(new Uint8Array(maximumInputBytes))).toBe(true);
    expect(queue.hold(bytes("x"))).toBe(false);
    expect(queue.held.unsent.byteLength).toBe(maximumInputBytes);
  });

  it("goes on counting after the link closed, so that no sequence is used twice", () => {
    const queue = createInputQueue();
    queue.send(bytes("a"));
    queue.linkClosed();
    expect(queue.send(queue.takeHeld("all")).map(({ sequence }) => sequence)).toEqual([2]);
  });

  it("is described with visible signs for keys", () => {
    expect(describeInput(bytes("ls\r\t\x03\x7f"))).toBe("ls↵⇥^C⌫");
    expect(describeInput(bytes("x".repeat(100)), 5)).toBe("xxxxx…");
  });
});
