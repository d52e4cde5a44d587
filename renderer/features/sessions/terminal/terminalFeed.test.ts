import { describe, expect, it, vi } from "vitest";
import { createStore } from "zustand/vanilla";
import { decodeClientFrame, encodeFrame, type TerminalFrame } from "#shared/terminal/frames.ts";
import type { ConnectionState } from "../../../connection/connectionState.ts";
import { createTerminalFeed, type FeedConnection, type FeedScreen } from "./terminalFeed.ts";

const session = "00000000-0000-4000-8000-000000000000";
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);
const text = (data: Uint8Array): string => new TextDecoder().decode(data);

interface Attach {
  readonly stream: number;
  readonly resumeFrom?: number;
  readonly size?: unknown;
}

/** A connection whose link is opened and closed by the test, and a terminal that parses at once and remembers. */
function harness() {
  const state = createStore<ConnectionState>(() => ({ kind: "live", since: 0 }));
  const attaches: Attach[] = [];
  const sent: TerminalFrame[] = [];
  const shown: string[] = [];
  let listener: (frame: Uint8Array) => void = () => undefined;
  let onLive: () => void = () => undefined;
  const terminals = {
    attach: async (request: Attach) => {
      attaches.push(request);
      return { viewer: `viewer-${request.stream}`, driving: true };
    },
    detach: async () => ({}),
  };
  const connection = {
    state,
    client: { terminals },
    call: async (_id: string, work: (client: unknown, signal: AbortSignal) => Promise<unknown>) =>
      await work({ terminals }, new AbortController().signal),
    terminal: {
      send: (frame: Uint8Array) => {
        sent.push(decodeClientFrame(frame));
        return true;
      },
      onFrame: (next: (frame: Uint8Array) => void) => {
        listener = next;
        return { [Symbol.dispose]: () => undefined };
      },
    },
    onLive: (next: () => void) => {
      onLive = next;
      next();
      return { [Symbol.dispose]: () => undefined };
    },
  };
  const screen: FeedScreen = {
    restore: (size, snapshot, done) => {
      shown.push(`restore ${size.columns}x${size.rows} ${text(snapshot)}`);
      done();
    },
    write: (data, done) => {
      shown.push(text(data));
      done();
    },
    resize: (size) => shown.push(`resize ${size.columns}x${size.rows}`),
    fittingSize: () => ({ columns: 100, rows: 30 }),
  };
  let next = 1;
  // The fake has exactly what the feed uses; the real client's type has far more.
  const feed = createTerminalFeed(connection as unknown as FeedConnection, session, screen, () => next++);
  return {
    feed,
    attaches,
    sent,
    shown,
    receive: (frame: TerminalFrame) => listener(encodeFrame(frame)),
    closeLink: () => state.setState({ kind: "reconnecting", since: 0, attempt: 1, nextAt: null, cause: "lost" }, true),
    openLink: () => {
      state.setState({ kind: "live", since: 1 }, true);
      onLive();
    },
    inputs: () => sent.flatMap((frame) => (frame.kind === "input" ? [text(frame.bytes)] : [])),
  };
}

const snapshot = (stream: number, offset: number): TerminalFrame => ({
  kind: "snapshot",
  stream,
  offset,
  snapshot: { columns: 80, rows: 24, firstRow: 0 },
  state: bytes("screen"),
});
const output = (stream: number, offset: number, data: string): TerminalFrame => ({
  kind: "output",
  stream,
  offset,
  bytes: bytes(data),
});

describe("a session's terminal on the page", () => {
  it("attaches at its size, shows the snapshot and the output behind it, and acknowledges what was parsed", async () => {
    const { feed, attaches, sent, shown, receive } = harness();
    expect(attaches).toEqual([{ stream: 1, session, size: { columns: 100, rows: 30 } }]);
    receive(snapshot(1, 500));
    receive(output(1, 500, "hello"));
    expect(shown).toEqual(["restore 80x24 screen", "hello"]);
    await vi.waitFor(() => expect(sent).toContainEqual({ kind: "acknowledge", stream: 1, offset: 505 }));
    expect(feed.state.getState()).toMatchObject({ phase: "live", viewer: "viewer-1", size: { columns: 80, rows: 24 } });
  });

  it("attaches again where it was when bytes are missing, and ignores the old stream", () => {
    const { attaches, shown, receive } = harness();
    receive(snapshot(1, 0));
    receive(output(1, 10, "later"));
    expect(attaches[1]).toMatchObject({ stream: 2, resumeFrom: 0 });
    receive(output(1, 0, "old stream"));
    receive(output(2, 0, "again"));
    expect(shown).toEqual(["restore 80x24 screen", "again"]);
  });

  it("goes on where it was after a reconnection", () => {
    const { feed, attaches, receive, closeLink, openLink } = harness();
    receive(snapshot(1, 0));
    receive(output(1, 0, "seen"));
    closeLink();
    expect(feed.state.getState()).toMatchObject({ phase: "connecting", viewer: null });
    openLink();
    expect(attaches[1]).toMatchObject({ stream: 2, resumeFrom: 4 });
  });

  it("neither loses nor repeats what was typed when the link closed: the person decides", () => {
    const { feed, receive, closeLink, openLink, inputs } = harness();
    receive(snapshot(1, 0));
    feed.input("one");
    receive({ kind: "inputDone", stream: 1, sequence: 1, isAccepted: true });
    feed.input("two");
    closeLink();
    feed.input("\r");
    expect(feed.state.getState().held).toMatchObject({
      text: "two↵",
      mayHaveArrived: true,
      maybeText: "two",
      unsentText: "↵",
    });
    openLink();
    expect(inputs()).toEqual(["one", "two"]);
    feed.input("!");
    expect(inputs()).toEqual(["one", "two"]);
    feed.resolveHeld("send");
    expect(inputs()).toEqual(["one", "two", "two\r!"]);
    expect(feed.state.getState().held).toBeNull();
  });

  it("throws held input away when told to", () => {
    const { feed, receive, closeLink, openLink, inputs } = harness();
    receive(snapshot(1, 0));
    closeLink();
    feed.input("rm -rf");
    openLink();
    feed.resolveHeld("discard");
    feed.input("ls");
    expect(inputs()).toEqual(["ls"]);
  });

  it("says when the tool no longer takes input, and when the session is gone", () => {
    const { feed, receive } = harness();
    receive(snapshot(1, 0));
    feed.input("x");
    receive({ kind: "inputDone", stream: 1, sequence: 1, isAccepted: false });
    expect(feed.state.getState().wasRefused).toBe(true);
    receive({ kind: "ended", stream: 1 });
    expect(feed.state.getState().phase).toBe("gone");
  });
});
