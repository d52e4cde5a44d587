import type { Connection } from "#renderer/connection/connection.ts";
import { createAcknowledger } from "#renderer/features/sessions/terminal/acknowledger.ts";
import {
  createStreamReader,
  type StreamReader,
  type StreamStep,
} from "#renderer/features/sessions/terminal/streamReader.ts";
import { decodeServerFrame, encodeFrame, type TerminalFrame } from "#shared/terminal/frames.ts";
import { benchSize } from "../hosts/host.ts";

export interface FollowerOptions {
  readonly session: string;
  readonly follow: "live" | "complete";
  /** Every frame as it came, before anything is left out. */
  readonly onFrame?: (frame: TerminalFrame, received: number | undefined) => void;
  /** What is to be shown; `parsed` is called once it is. */
  readonly onStep: (step: StreamStep, parsed: () => void) => void;
}

export interface TerminalFollower extends Disposable {
  /** Attached on the link that is live, with an answer. */
  readonly isAttached: boolean;
  /** Sends one frame of input; the result is its sequence. */
  type(bytes: Uint8Array): number;
}

/** Shows a session over a phone's connection, attached anew by offset after every reconnection, as the page's terminal does. */
export function followTerminal(connection: Connection, options: FollowerOptions): TerminalFollower {
  const { session, follow } = options;
  let stream = 0;
  let sequence = 0;
  let isAttached = false;
  let reader: StreamReader = createStreamReader();
  const send = (frame: TerminalFrame) => connection.terminal.send(encodeFrame(frame));
  const acknowledger = createAcknowledger((offset) => send({ kind: "acknowledge", stream, offset }));

  const attach = (): void => {
    const resumeFrom = reader.received;
    stream += 1;
    const mine = stream;
    isAttached = false;
    reader = createStreamReader(resumeFrom);
    connection.client.terminals
      .attach({ stream: mine, session, follow, size: benchSize, ...(resumeFrom === undefined ? {} : { resumeFrom }) })
      .then(
        () => {
          isAttached ||= stream === mine;
        },
        (error: unknown) => {
          // Cut again meanwhile: the next link attaches anew.
          if (connection.state.getState().kind === "live" && stream === mine) throw error;
        },
      );
  };
  const frames = connection.terminal.onFrame((data) => {
    const frame = decodeServerFrame(data);
    if (frame.stream !== stream) return;
    options.onFrame?.(frame, reader.received);
    const step = reader.read(frame);
    if (!step) return;
    if (step.kind === "gap") return attach();
    if (step.kind === "restore") acknowledger.restart();
    const end = step.kind === "restore" ? step.offset : step.kind === "write" ? step.end : undefined;
    options.onStep(step, () => end !== undefined && acknowledger.parsed(end));
  });
  const live = connection.onLive(attach);
  return {
    get isAttached() {
      return isAttached;
    },
    type(bytes) {
      sequence += 1;
      send({ kind: "input", stream, sequence, bytes });
      return sequence;
    },
    [Symbol.dispose]() {
      frames[Symbol.dispose]();
      live[Symbol.dispose]();
      acknowledger[Symbol.dispose]();
    },
  };
}
