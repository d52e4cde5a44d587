import { type Session, terminalLimits } from "#shared/contract/sessions.ts";
import { decodeServerFrame, encodeFrame, maximumInputBytes, type TerminalFrame } from "#shared/terminal/frames.ts";
import type { AttachView } from "./attachView.ts";
import type { Connection } from "./client.ts";

/** How following a session on one connection ended. */
export type StreamEnd =
  | { readonly kind: "ended"; readonly session: Session }
  | { readonly kind: "deleted" }
  | { readonly kind: "lost" };

export interface StreamOptions {
  readonly connection: Connection;
  readonly session: string;
  readonly isWatching: boolean;
  readonly view: Pick<AttachView, "restore" | "output" | "resize">;
  localSize(): { readonly columns: number; readonly rows: number };
  /** The session as it is now, and whether this viewer drives. */
  onSession(session: Session, isDriving: boolean): void;
}

/** A connection has one terminal: ours. */
const stream = 1;
/** After the end of the tool its last output may still be on the way. */
const lastOutputMs = 3_000;

/** One connection's view of a session: the screen at once, then what happens. */
export class AttachStream implements Disposable {
  readonly #options: StreamOptions;
  readonly #abort = new AbortController();
  readonly #end = Promise.withResolvers<StreamEnd>();
  #viewer = "";
  #isDriving = false;
  #sequence = 0;
  /** How far the output is on the screen. */
  #parsed = 0;
  /** Set when the tool has ended; its last output may still be missing. */
  #ended: Session | undefined;

  private constructor(options: StreamOptions) {
    this.#options = options;
  }

  /** Attaches, and takes over the size unless it only watches. Rejects if the session does not exist. */
  static async open(options: StreamOptions): Promise<AttachStream> {
    const opened = new AttachStream(options);
    await opened.#attach();
    void opened.#follow();
    return opened;
  }

  get end(): Promise<StreamEnd> {
    return this.#end.promise;
  }

  type(bytes: Uint8Array): void {
    for (let start = 0; start < bytes.byteLength; start += maximumInputBytes) {
      this.#sequence += 1;
      this.#send({
        kind: "input",
        stream,
        sequence: this.#sequence,
        bytes: bytes.subarray(start, start + maximumInputBytes),
      });
    }
  }

  async takeOver(): Promise<void> {
    await this.#options.connection.client.terminals.takeOver({ stream, size: this.#size() });
  }

  /** Tells the local size; counts while driving. */
  resize(): void {
    if (this.#isDriving) this.#send({ kind: "resize", stream, ...this.#size() });
  }

  [Symbol.dispose](): void {
    this.#abort.abort();
    this.#end.resolve({ kind: "lost" });
  }

  async #attach(): Promise<void> {
    const { connection, session, isWatching } = this.#options;
    const { client, link } = connection;
    link.onClose(() => this.#end.resolve({ kind: "lost" }));
    link.onMessage("terminal", (message) => {
      if (typeof message === "string") link.close();
      else this.#receive(decodeServerFrame(message));
    });
    const size = isWatching ? {} : { size: this.#size() };
    const attached = await client.terminals.attach({ stream, session, follow: "live", ...size });
    this.#viewer = attached.viewer;
    this.#isDriving = attached.driving;
    // Whoever runs `attach` without --watch asks for the terminal: that is the explicit act which taking over needs.
    if (!isWatching && !attached.driving) await this.takeOver();
  }

  #receive(frame: TerminalFrame): void {
    const { view } = this.#options;
    if (frame.kind === "snapshot") view.restore(frame.snapshot, frame.state, () => this.#onParsed(frame.offset));
    else if (frame.kind === "output")
      view.output(frame.bytes, () => this.#onParsed(frame.offset + frame.bytes.byteLength));
    else if (frame.kind === "resized") view.resize(frame.columns, frame.rows);
    else if (frame.kind === "ended") this.#end.resolve({ kind: "deleted" });
  }

  #onParsed(offset: number): void {
    this.#parsed = Math.max(this.#parsed, offset);
    this.#send({ kind: "acknowledge", stream, offset });
    if (this.#ended && this.#parsed >= this.#ended.endOffset)
      this.#end.resolve({ kind: "ended", session: this.#ended });
  }

  async #follow(): Promise<void> {
    const { connection, session: id } = this.#options;
    const { signal } = this.#abort;
    try {
      for await (const event of await connection.client.sessions.changes(undefined, { signal })) {
        if (event.kind === "changed" && event.session.id === id) this.#onSession(event.session);
        if (event.kind === "deleted" && event.id === id) this.#end.resolve({ kind: "deleted" });
        if (event.kind !== "snapshot") continue;
        const session = event.sessions.find((one) => one.id === id);
        if (session) this.#onSession(session);
        else this.#end.resolve({ kind: "deleted" });
      }
    } catch (error) {
      if (!signal.aborted) this.#end.reject(error);
    }
  }

  #onSession(session: Session): void {
    this.#isDriving = session.driver?.viewer === this.#viewer;
    this.#options.onSession(session, this.#isDriving);
    if (this.#ended || session.status === "running" || session.status === "created") return;
    this.#ended = session;
    const end = () => this.#end.resolve({ kind: "ended", session });
    if (this.#parsed >= session.endOffset) end();
    else setTimeout(end, lastOutputMs).unref();
  }

  #send(frame: TerminalFrame): void {
    this.#options.connection.link.send("terminal", encodeFrame(frame));
  }

  #size(): { columns: number; rows: number } {
    const { columns, rows } = this.#options.localSize();
    const { minColumns, maxColumns, minRows, maxRows } = terminalLimits;
    return {
      columns: Math.min(maxColumns, Math.max(minColumns, columns)),
      rows: Math.min(maxRows, Math.max(minRows, rows)),
    };
  }
}
