import { MessageChannel, type MessagePort } from "node:worker_threads";
import type { MessagePortMain } from "electron";
import { expect, onTestFinished, test, vi } from "vitest";
import { createPortLink } from "./portLink.ts";

/** Electron's end of a channel, over one of Node's, which clone and close the same way. */
function portMain(port: MessagePort): MessagePortMain {
  const adapter = {
    on: (event: "message" | "close", listener: (event: { data: unknown }) => void) =>
      event === "message"
        ? port.on("message", (data: unknown) => listener({ data }))
        : port.on("close", () => listener({ data: null })),
    postMessage: (message: unknown) => port.postMessage(message),
    close: () => port.close(),
  };
  return adapter as unknown as MessagePortMain;
}

function open() {
  const { port1, port2 } = new MessageChannel();
  const onUnreadable = vi.fn();
  const received: unknown[] = [];
  port2.on("message", (message) => received.push(message));
  onTestFinished(() => port1.close());
  return { link: createPortLink(portMain(port1), onUnreadable), page: port2, received, onUnreadable };
}

test("text and bytes arrive on their channel, in order", async () => {
  const { link, page } = open();
  const calls: unknown[] = [];
  link.onMessage("rpc", (message) => calls.push(message));
  link.onMessage("terminal", (message) => calls.push(message));
  page.postMessage(["rpc", "one"]);
  page.postMessage(["terminal", new Uint8Array([1, 2])]);
  page.postMessage(["rpc", "two"]);
  await vi.waitFor(() => expect(calls).toEqual(["one", new Uint8Array([1, 2]), "two"]));
});

test("a view is sent alone, not the pool of bytes behind it", async () => {
  const { link, received } = open();
  const pool = new Uint8Array(1024).fill(7);
  link.send("terminal", pool.subarray(10, 12));
  await vi.waitFor(() => expect(received).toHaveLength(1));
  const [[channel, bytes]] = received as [[string, Uint8Array]];
  expect(channel).toBe("terminal");
  expect(bytes).toEqual(new Uint8Array([7, 7]));
  expect(bytes.buffer.byteLength).toBe(2);
});

test.each([
  ["a word", "hello"],
  ["nothing", null],
  ["an unknown channel", ["admin", "x"]],
  ["a number for a message", ["rpc", 5]],
  ["three parts", ["rpc", "x", "y"]],
  ["an object that looks alike", { 0: "rpc", 1: "x", length: 2 }],
])("a page that sends %s is cut off", async (_what, message) => {
  const { link, page, received, onUnreadable } = open();
  const closed = vi.fn();
  link.onClose(closed);
  page.postMessage(message);
  await vi.waitFor(() => expect(closed).toHaveBeenCalledOnce());
  expect(onUnreadable).toHaveBeenCalledOnce();
  await vi.waitFor(() => expect(received).toEqual(["close"]));
});

test("the page's end, said or by its disappearing, is told once; sending afterwards does nothing", async () => {
  for (const leave of [(page: MessagePort) => page.postMessage("close"), (page: MessagePort) => page.close()]) {
    const { link, page, onUnreadable } = open();
    const closed = vi.fn();
    link.onClose(closed);
    leave(page);
    await vi.waitFor(() => expect(closed).toHaveBeenCalled());
    link.send("rpc", "late");
    link.close();
    expect(closed).toHaveBeenCalledOnce();
    expect(onUnreadable).not.toHaveBeenCalled();
  }
});

test("who asks after the end is told at once", () => {
  const { link } = open();
  link.close();
  const closed = vi.fn();
  link.onClose(closed);
  expect(closed).toHaveBeenCalledOnce();
});
