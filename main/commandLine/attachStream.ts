import type { Session } from "#shared/contract/sessions.ts";
import { terminalLimits } from "#shared/contract/sessions.ts";
import { decodeServerFrame, encodeFrame, maximumInputBytes } from "#shared/terminal/frames.ts";
import type { AttachView } from "./attachView.ts";
import type { Connection } from "./client.ts";

/** How following a session on one connection ended. */
export type StreamEnd =
  | { readonly kind: "ended"; readonly session: Session }
  | { readonly kind: "deleted" }
  | { readonly kind: "lost" };

/** One connection's view of a session. */
export interface AttachStream extends Disposable {
  readonly end: Promise<StreamEnd>;
  type(bytes: Uint8Array): void;
  takeOver(): Promise<void>;
  /** Tells the local size; counts while driving. */
  resize(): void;
}

export interface StreamOptions {
  readonly connection: Connection;
  readonly session: string;
  readonly isWatching: boolean;
  readonly view: AttachView;
  localSize(): { readonly columns: number; readonly rows: number };
  /** The session as it is now, and whether this viewer drives. */
  onSession(session: Session, isDriving: boolean): void;
}

/** A connection has one terminal: ours. */
const stream = 1;
/** After the end of the tool its last output may still be on the way. */
const lastOutputMs = 3_000;

/** Attaches: the screen at once, then what happens. Rejects if the session does not exist. */
export async function openStream(options: StreamOptions): Promise<AttachStream> {
  const { connection, session: id, isWatching, view } = options;
  const { client, link } = connection;
  const abort = new AbortController();
  const end = Promise.withResolvers<StreamEnd>();
  let viewer = "";
  let isDriving = false;
  let sequence = 0;
  let parsed = 0;
  let ended: Session | undefined;
  link.onClose(() => end.resolve({ kind: "lost" }));

  const onParsed = (offset: number) => () => {
    parsed = Math.max(parsed, offset);
    link.send("terminal", encodeFrame({ kind: "acknowledge", stream, offset }));
    if (ended && parsed >= ended.endOffset) end.resolve({ kind: "ended", session: ended });
  };
  link.onMessage("terminal", (message) => {
    if (typeof message === "string") return link.close();
    const frame = decodeServerFrame(message);
    if (frame.kind === "snapshot") view.restore(frame.snapshot, frame.state, onParsed(frame.offset));
    else if (frame.kind === "output") view.output(frame.bytes, onParsed(frame.offset + frame.bytes.byteLength));
    else if (frame.kind === "resized") view.resize(frame.columns, frame.rows);
    else if (frame.kind === "ended") end.resolve({ kind: "deleted" });
  });

  const onSession = (session: Session) => {
    isDriving = session.driver?.viewer === viewer;
    options.onSession(session, isDriving);
    if (ended || session.status === "running" || session.status === "created") return;
    ended = session;
    if (parsed >= session.endOffset) end.resolve({ kind: "ended", session });
    else setTimeout(() => end.resolve({ kind: "ended", session }), lastOutputMs).unref();
  };

  const size = () => clamp(options.localSize());
  const attached = await client.terminals.attach({
    stream,
    session: id,
    follow: "live",
    ...(isWatching ? {} : { size: size() }),
  });
  viewer = attached.viewer;
  isDriving = attached.driving;
  // Whoever runs `attach` without --watch asks for the terminal: that is the explicit act taking over needs.
  if (!isWatching && !isDriving) await client.terminals.takeOver({ stream, size: size() });
  void follow();

  async function follow(): Promise<void> {
    try {
      for await (const event of await client.sessions.changes(undefined, { signal: abort.signal })) {
        const session =
          event.kind === "snapshot"
            ? event.sessions.find((one) => one.id === id)
            : event.kind === "changed"
              ? event.session
              : undefined;
        if (session?.id === id) onSession(session);
        else if (event.kind === "snapshot" || (event.kind === "deleted" && event.id === id))
          end.resolve({ kind: "deleted" });
      }
    } catch (error) {
      if (!abort.signal.aborted) end.reject(error);
    }
  }

  return {
    end: end.promise,
    type(bytes) {
      for (let start = 0; start < bytes.byteLength; start += maximumInputBytes) {
        sequence += 1;
        link.send(
          "terminal",
          encodeFrame({ kind: "input", stream, sequence, bytes: bytes.subarray(start, start + maximumInputBytes) }),
        );
      }
    },
    takeOver: async () => void (await client.terminals.takeOver({ stream, size: size() })),
    resize() {
      if (isDriving) link.send("terminal", encodeFrame({ kind: "resize", stream, ...size() }));
    },
    [Symbol.dispose]() {
      abort.abort();
      end.resolve({ kind: "lost" });
    },
  };
}

function clamp({ columns, rows }: { readonly columns: number; readonly rows: number }) {
  const { minColumns, maxColumns, minRows, maxRows } = terminalLimits;
  return {
    columns: Math.min(maxColumns, Math.max(minColumns, columns)),
    rows: Math.min(maxRows, Math.max(minRows, rows)),
  };
}
