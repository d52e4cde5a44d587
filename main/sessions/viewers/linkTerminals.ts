import { allows } from "#shared/contract/scopes.ts";
import { type TerminalSize, terminalSize } from "#shared/contract/sessions.ts";
import { AppError } from "#shared/errors/appError.ts";
import type { Link } from "#shared/link/link.ts";
import { decodeClientFrame, encodeFrame, type TerminalFrame } from "#shared/terminal/frames.ts";
import type { Caller } from "../../core/caller.ts";
import type { Terminals } from "../contract.ts";
import type { LiveSession } from "../session.ts";

/** Sent and not acknowledged as parsed, unless the viewer asks for another amount. */
const defaultCredit = 524_288;

interface Attachment {
  readonly session: LiveSession;
  readonly viewer: string;
}

/** The terminals that one link watches and steers: its calls, and its frames in both directions. */
export function openLinkTerminals(
  link: Link,
  caller: Caller,
  find: (id: string) => LiveSession,
  onTrouble: (message: string, error: unknown) => void,
): Terminals {
  const attachments = new Map<number, Attachment>();
  const send = (frame: TerminalFrame): void => link.send("terminal", encodeFrame(frame));

  const attached = (stream: number): Attachment => {
    const attachment = attachments.get(stream);
    if (!attachment) throw new AppError("NOT_ATTACHED");
    return attachment;
  };
  const detach = (stream: number): void => {
    const attachment = attachments.get(stream);
    attachments.delete(stream);
    attachment?.session.audience.leave(attachment.viewer);
  };
  let isClosed = false;
  const detachAll = (): void => {
    isClosed = true;
    for (const stream of [...attachments.keys()]) detach(stream);
  };

  link.onMessage("terminal", (message) => {
    let stream = 0;
    try {
      const frame = decodeClientFrame(typeof message === "string" ? new TextEncoder().encode(message) : message);
      stream = frame.stream;
      receive(frame);
    } catch (error) {
      if (!(error instanceof AppError)) onTrouble("A terminal frame could not be handled", error);
      send({ kind: "refused", stream, code: error instanceof AppError ? error.code : "INTERNAL" });
    }
  });
  link.onClose(detachAll);

  const receive = (frame: TerminalFrame): void => {
    const { session, viewer } = attached(frame.stream);
    switch (frame.kind) {
      case "acknowledge":
        session.audience.viewer(viewer)?.acknowledge(frame.offset);
        return;
      case "input": {
        expectSteering(caller);
        const isAccepted = session.isRunning && session.write(Uint8Array.from(frame.bytes));
        send({ kind: "inputDone", stream: frame.stream, sequence: frame.sequence, isAccepted });
        return;
      }
      case "resize":
        expectSteering(caller);
        if (!session.audience.isDriver(viewer)) throw new AppError("NOT_DRIVER");
        session.resize(parseSize(frame));
        return;
      default:
        throw new AppError("INVALID_FRAME");
    }
  };

  return {
    attach: async ({ stream, session: id, follow, resumeFrom, size, credit }) => {
      if (isClosed) throw new AppError("LINK_CLOSED");
      if (attachments.has(stream))
        throw new AppError("VALIDATION", { message: "This link uses that stream number already", details: { stream } });
      const session = find(id);
      const driveSize = size && allows(caller.scopes, "steer") ? size : undefined;
      const viewer = session.audience.watch(
        { stream, follow, credit: credit ?? defaultCredit, resumeFrom, send },
        caller.label,
        driveSize,
      );
      attachments.set(stream, { session, viewer });
      return { viewer, driving: session.audience.isDriver(viewer) };
    },
    detach,
    takeOver: (stream, size) => {
      const { session, viewer } = attached(stream);
      session.audience.drive(viewer, caller.label, size);
    },
    release: (stream) => {
      const { session, viewer } = attached(stream);
      session.audience.release(viewer);
    },
    [Symbol.dispose]: detachAll,
  };
}

function expectSteering(caller: Caller): void {
  if (!allows(caller.scopes, "steer")) throw new AppError("FORBIDDEN", { details: { scope: "steer" } });
}

function parseSize(size: TerminalSize): TerminalSize {
  const parsed = terminalSize.safeParse({ columns: size.columns, rows: size.rows });
  if (!parsed.success)
    throw new AppError("VALIDATION", { message: "A terminal has 2 to 500 columns and 1 to 300 rows" });
  return parsed.data;
}
