import type { Link } from "#shared/link/link.ts";
import { decodeServerFrame, encodeFrame, type TerminalFrame } from "#shared/terminal/frames.ts";
import type { SessionCalls } from "../contract.ts";

/** Bytes of one session that may be on their way to a client; the rest waits where it is kept anyway. */
const credit = 65_536;
/** Resets the client's terminal before a whole screen is written to it. */
const resetTerminal = "\x1bc";

/** Text for a client; `sent` is called once it has left for the network. `isFresh`: it replaces everything before it. */
export type PushOutput = (session: string, text: string, isFresh: boolean, sent: () => void) => void;

/** What one client is shown of the sessions it follows. */
export interface SessionOutput {
  /** Pushes a session's output from now on; does nothing if that is so already. */
  follow(calls: SessionCalls, session: string, from: "beginning" | "screen"): Promise<void>;
  /** Begins a session's output anew with its screen. */
  refresh(calls: SessionCalls, session: string): Promise<void>;
  /** The link whose terminal frames become pushes. */
  readonly link: Link;
}

/**
 * Turns the terminal frames of a link into text. A character whose bytes come in two frames is pushed whole with the second. What
 * is behind is not queued here: a client that reads too slowly gets, when it reads on, the screen as it is then.
 */
export function createSessionOutput(push: PushOutput): SessionOutput {
  const streams = new Map<number, { readonly session: string; decoder: TextDecoder }>();
  const streamOf = new Map<string, number>();
  const port = createPort((frame) => receive(frame));
  let lastStream = 0;

  const forget = (stream: number): void => {
    const session = streams.get(stream)?.session;
    streams.delete(stream);
    if (session !== undefined && streamOf.get(session) === stream) streamOf.delete(session);
  };
  const receive = (frame: TerminalFrame): void => {
    const entry = streams.get(frame.stream);
    if (!entry) return;
    const { stream } = frame;
    if (frame.kind === "output") {
      const text = entry.decoder.decode(frame.bytes, { stream: true });
      const end = frame.offset + frame.bytes.byteLength;
      // Without a whole character there is nothing to send; the next frame acknowledges these bytes too.
      if (text !== "") push(entry.session, text, false, () => port.acknowledge(stream, end));
    } else if (frame.kind === "snapshot") {
      entry.decoder = createDecoder();
      const screen = resetTerminal + entry.decoder.decode(frame.state);
      push(entry.session, screen, true, () => port.acknowledge(stream, frame.offset));
    } else if (frame.kind === "ended") forget(stream);
  };
  const follow: SessionOutput["follow"] = async (calls, session, from) => {
    if (streamOf.has(session)) return;
    lastStream += 1;
    const stream = lastStream;
    streamOf.set(session, stream);
    streams.set(stream, { session, decoder: createDecoder() });
    try {
      await calls.attach({ stream, session, credit, resumeFrom: from === "beginning" ? 0 : undefined });
    } catch (error) {
      forget(stream);
      throw error;
    }
  };
  return {
    link: port.link,
    follow,
    refresh: async (calls, session) => {
      const stream = streamOf.get(session);
      if (stream !== undefined) {
        forget(stream);
        await calls.detach(stream);
      }
      await follow(calls, session, "screen");
    },
  };
}

function createDecoder(): TextDecoder {
  return new TextDecoder("utf-8", { ignoreBOM: true });
}

/** A link within this process: what its other end sends are terminal frames. */
function createPort(onFrame: (frame: TerminalFrame) => void) {
  let hear: (message: Uint8Array) => void = () => {};
  const closeListeners = new Set<() => void>();
  const link: Link = {
    send: (channel, message) => {
      if (channel === "terminal" && typeof message !== "string") onFrame(decodeServerFrame(message));
    },
    onMessage: (channel, listener) => {
      if (channel === "terminal") hear = listener;
    },
    onClose: (listener) => void closeListeners.add(listener),
    close: () => {
      for (const listener of closeListeners) listener();
      closeListeners.clear();
    },
  };
  return {
    link,
    acknowledge: (stream: number, offset: number) => hear(encodeFrame({ kind: "acknowledge", stream, offset })),
  };
}
