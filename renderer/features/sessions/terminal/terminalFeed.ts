import { createStore, type StoreApi } from "zustand/vanilla";
import type { Client } from "#shared/contract/contract.ts";
import type { TerminalSize } from "#shared/contract/sessions.ts";
import type { AppError } from "#shared/errors/appError.ts";
import { decodeServerFrame, encodeFrame, type TerminalFrame } from "#shared/terminal/frames.ts";
import { toAppError } from "../../../connection/callOutcome.ts";
import type { Connection } from "../../../connection/connection.ts";
import { isAbort } from "../../../connection/isRetryable.ts";
import { createAcknowledger } from "./acknowledger.ts";
import { type HeldBytes, type HeldInputPlace, isNothing } from "./heldInput.ts";
import { createInputQueue, describeInput } from "./inputQueue.ts";
import type { TypingListener } from "./predictionControl.ts";
import { createStreamReader, type StreamReader } from "./streamReader.ts";

/** What the feed needs of the connection. */
export type FeedConnection = Pick<Connection, "client" | "call" | "terminal" | "onLive" | "state">;

/** What the feed needs of a terminal on the page; `fittingSize` is null where it is not seen and so must not decide. */
export interface FeedScreen {
  restore(size: TerminalSize, state: Uint8Array, done: () => void): void;
  write(bytes: Uint8Array, done: () => void): void;
  resize(size: TerminalSize): void;
  fittingSize(): TerminalSize | null;
}

export interface TerminalFeedState {
  /** `catchingUp` until what was there at attaching is parsed; `gone` when the session was deleted or may not be watched. */
  readonly phase: "connecting" | "catchingUp" | "live" | "gone" | "failed";
  readonly error: AppError | null;
  /** Our name among the viewers; compare with the session's driver. */
  readonly viewer: string | null;
  readonly size: TerminalSize | null;
  /** Typed but not known to have arrived: a person decides. */
  readonly held: {
    /** All of it, as a person reads it. */
    readonly text: string;
    /** Its beginning was sent before the connection ended: `maybeText`. */
    readonly mayHaveArrived: boolean;
    readonly maybeText: string;
    /** What was typed without a connection. */
    readonly unsentText: string;
  } | null;
  /** The person gave driving up here: nothing takes it again but they. */
  readonly hasReleased: boolean;
  /** Something typed was refused because the tool no longer runs. */
  readonly wasRefused: boolean;
}

export interface TerminalFeed extends Disposable {
  readonly state: StoreApi<TerminalFeedState>;
  input(data: string | Uint8Array): void;
  /** Sends what is held, or of it only what was surely not sent, or throws it away. */
  resolveHeld(decision: "send" | "sendUnsent" | "discard"): void;
  /** Tells the server our size; it heeds it if we drive. */
  sendSize(size: TerminalSize): void;
  takeOver(client: Client, size: TerminalSize, signal: AbortSignal): Promise<void>;
  release(client: Client, signal: AbortSignal): Promise<void>;
  retry(): void;
}

function describeHeld(held: HeldBytes): TerminalFeedState["held"] {
  if (isNothing(held)) return null;
  const maybeText = describeInput(held.maybe);
  const unsentText = describeInput(held.unsent);
  return { text: maybeText + unsentText, mayHaveArrived: held.maybe.byteLength > 0, maybeText, unsentText };
}

/** What stands beside a feed on a page, and is not needed to bring bytes to and fro. */
export interface FeedExtras {
  /** Where held input outlives the page. */
  readonly heldPlace?: HeldInputPlace;
  readonly typing?: TypingListener;
}

/** More than this still to be parsed means that what is seen is not what is. */
const behindBytes = 262_144;

/** `nextStream` numbers streams, each once on its connection. Attaches to a session, shows its output on the screen and brings input to it, across reconnections, until disposed. */
export function createTerminalFeed(
  connection: FeedConnection,
  session: string,
  screen: FeedScreen,
  nextStream: () => number,
  { heldPlace, typing }: FeedExtras = {},
): TerminalFeed {
  const state = createStore<TerminalFeedState>(() => ({
    phase: "connecting",
    error: null,
    viewer: null,
    size: null,
    held: null,
    hasReleased: false,
    wasRefused: false,
  }));
  const queue = createInputQueue(heldPlace?.load());
  let attached: { readonly stream: number; readonly reader: StreamReader; readonly abort: AbortController } | undefined;
  let received: number | undefined;
  let parsed = 0;
  let isDisposed = false;

  const send = (frame: TerminalFrame): boolean => connection.terminal.send(encodeFrame(frame));
  const acknowledger = createAcknowledger((offset) => {
    if (attached) send({ kind: "acknowledge", stream: attached.stream, offset });
  });
  const showHeld = (): void => {
    heldPlace?.save(queue.held);
    state.setState({ held: describeHeld(queue.held) });
  };
  // What is on its way may never be heard of again: saved as such until the answer comes.
  let isLeaving = false;
  const leaving = heldPlace?.onLeaving(() => {
    isLeaving = queue.unconfirmedCount > 0;
    heldPlace.save(queue.undecided);
  });

  const attach = (resumeFrom: number | undefined): void => {
    if (isDisposed) return;
    detach();
    const stream = nextStream();
    const abort = new AbortController();
    attached = { stream, reader: createStreamReader(resumeFrom), abort };
    const size = state.getState().hasReleased ? null : screen.fittingSize();
    state.setState({ phase: resumeFrom === undefined ? "connecting" : "catchingUp", error: null });
    // The frames may come before the answer: the reader is there already. The task id holds the stream, as each attaching is its own.
    connection
      .call(`attach:${stream}`, (client, signal) =>
        client.terminals.attach(
          { stream, session, ...(resumeFrom === undefined ? {} : { resumeFrom }), ...(size ? { size } : {}) },
          { signal: AbortSignal.any([signal, abort.signal]) },
        ),
      )
      .then(({ viewer }) => {
        if (attached?.stream !== stream) return;
        state.setState((now) => ({
          viewer,
          phase: now.phase === "catchingUp" && parsed === (received ?? -1) ? "live" : now.phase,
        }));
      })
      .catch((thrown: unknown) => {
        if (attached?.stream !== stream || isAbort(thrown)) return;
        const error = toAppError(thrown);
        // Without a link there is nothing to say: the next one attaches anew.
        if (error.code === "LINK_CLOSED") return;
        state.setState({ phase: error.code === "SESSION_NOT_FOUND" ? "gone" : "failed", error });
      });
  };
  const detach = (): void => {
    const old = attached;
    attached = undefined;
    if (!old) return;
    old.abort.abort(new DOMException("Detached", "AbortError"));
    if (connection.state.getState().kind === "live") {
      connection.client.terminals.detach({ stream: old.stream }).catch((error: unknown) => {
        // Only a closed link can prevent it, and that detaches by itself.
        if (toAppError(error).code !== "LINK_CLOSED") state.setState({ error: toAppError(error) });
      });
    }
  };

  const wasParsed = (offset: number): void => {
    parsed = Math.max(parsed, offset);
    acknowledger.parsed(offset);
    const behind = (received ?? 0) - parsed;
    state.setState((now) => {
      const phase =
        now.phase === "live" && behind > behindBytes
          ? "catchingUp"
          : now.phase !== "live" && now.phase !== "gone" && behind === 0
            ? "live"
            : now.phase;
      return phase === now.phase ? now : { phase };
    });
  };

  const onFrame = (frame: TerminalFrame): void => {
    if (!attached || frame.stream !== attached.stream) return;
    if (frame.kind === "inputDone") {
      queue.confirm(frame.sequence);
      typing?.acknowledged(frame.sequence);
      if (isLeaving) {
        isLeaving = queue.unconfirmedCount > 0;
        heldPlace?.save(queue.undecided);
      }
      if (state.getState().wasRefused === frame.isAccepted) state.setState({ wasRefused: !frame.isAccepted });
      return;
    }
    const step = attached.reader.read(frame);
    if (!step) return;
    received = attached.reader.received;
    switch (step.kind) {
      case "restore": {
        const size = { columns: step.columns, rows: step.rows };
        parsed = step.offset;
        acknowledger.restart();
        state.setState((now) => ({ size, phase: now.phase === "live" ? "live" : "catchingUp" }));
        if (state.getState().wasRefused) state.setState({ wasRefused: false });
        screen.restore(size, step.state, () => {
          typing?.reset(queue.lastSequence);
          wasParsed(step.offset);
        });
        break;
      }
      case "write":
        screen.write(step.bytes, () => {
          wasParsed(step.end);
          typing?.parsed(step.bytes.byteLength);
        });
        break;
      case "resize": {
        const size = { columns: step.columns, rows: step.rows };
        state.setState({ size });
        screen.resize(size);
        typing?.reset(queue.lastSequence);
        break;
      }
      case "gap":
        attach(step.from);
        break;
      case "ended":
        attached = undefined;
        state.setState({ phase: "gone" });
    }
  };

  const sendInput = (bytes: Uint8Array): void => {
    const { stream } = attached ?? { stream: 0 };
    for (const frame of queue.send(bytes)) send({ kind: "input", stream, ...frame });
    typing?.typed(bytes, queue.lastSequence);
  };
  const canSend = (): boolean => attached !== undefined && connection.state.getState().kind === "live";

  const frames = connection.terminal.onFrame((data) => onFrame(decodeServerFrame(data)));
  const live = connection.onLive(() => attach(received));
  const unsubscribe = connection.state.subscribe((now, before) => {
    if (before.kind !== "live" || now.kind === "live") return;
    attached?.abort.abort(new DOMException("The link closed", "AbortError"));
    attached = undefined;
    queue.linkClosed();
    isLeaving = false;
    typing?.reset(queue.lastSequence);
    showHeld();
    state.setState({ phase: "connecting", viewer: null });
  });

  showHeld();

  return {
    state,
    input: (data) => {
      const bytes = typeof data === "string" ? new TextEncoder().encode(data) : data;
      // What is held comes first: input never overtakes input.
      if (canSend() && isNothing(queue.held)) return sendInput(bytes);
      queue.hold(bytes);
      showHeld();
    },
    resolveHeld: (decision) => {
      if (decision !== "discard" && !canSend()) return;
      const bytes = queue.takeHeld(decision === "sendUnsent" ? "unsent" : "all");
      showHeld();
      if (decision !== "discard") sendInput(bytes);
    },
    sendSize: (size) => {
      if (attached) send({ kind: "resize", stream: attached.stream, ...size });
    },
    takeOver: async (client, size, signal) => {
      state.setState({ hasReleased: false });
      if (attached) await client.terminals.takeOver({ stream: attached.stream, size }, { signal });
    },
    release: async (client, signal) => {
      state.setState({ hasReleased: true });
      if (attached) await client.terminals.release({ stream: attached.stream }, { signal });
    },
    retry: () => attach(received),
    [Symbol.dispose]: () => {
      isDisposed = true;
      leaving?.[Symbol.dispose]();
      typing?.[Symbol.dispose]();
      frames[Symbol.dispose]();
      live[Symbol.dispose]();
      unsubscribe();
      acknowledger[Symbol.dispose]();
      detach();
    },
  };
}
