import { randomUUID } from "node:crypto";
import { open } from "node:fs/promises";
import type { Session, TerminalSize } from "#shared/contract/sessions.ts";
import { AppError } from "#shared/errors/appError.ts";
import type { HistoryProblem } from "./history/historyWriter.ts";
import { isMissing, listSegments, segmentAt, segmentPath } from "./history/segments.ts";
import { identify } from "./processes/processGroups.ts";
import type { PtyOptions } from "./pty.ts";
import type { ScreenPlace } from "./screen/protocol.ts";
import type { ScreenThread } from "./screen/screenThread.ts";
import { ended, running, type SessionRecord, toSession } from "./sessionRecord.ts";
import { type RunEnd, SessionRun } from "./sessionRun.ts";
import { RecentOutput } from "./viewers/recentOutput.ts";
import { SizeHistory } from "./viewers/sizeHistory.ts";
import { Viewer, type ViewerOptions, type ViewerSource } from "./viewers/viewer.ts";

export interface SessionOptions {
  readonly record: SessionRecord;
  readonly folder: string;
  readonly screens: ScreenThread;
  historyLimitBytes(): number;
  /** Something clients see has changed. */
  onChanged(): void;
  /** The record must be kept in the database. */
  onRecordChanged(record: SessionRecord): Promise<void>;
  onHistoryProblem(problem: HistoryProblem | null, cause: unknown): void;
  onEnded(): void;
  onOutput?(bytes: number): void;
  onTrouble(message: string, error: unknown): void;
}

/** What a run printed before is closed off with this, so that its modes do not confuse the next program: leave the alternate screen, soft reset, mouse, focus and paste reports off. */
const restartPrologue = Buffer.from(
  "\x1b[?1049l\x1b[!p\x1b[?9l\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1004l\x1b[?1006l\x1b[?2004l\x1b[?25h\x1b[0m\r\n",
);

/** One session: its record, its running program if it has one, and who watches it. */
export class LiveSession implements ViewerSource {
  readonly #options: SessionOptions;
  #record: SessionRecord;
  #run: SessionRun | undefined;
  #sizes: SizeHistory;
  #parsedOffset = 0;
  #endOffset: number;
  #firstOffset: number;
  #driver: Session["driver"] = null;
  #historyProblem: HistoryProblem | null = null;
  #isBracketedPaste = false;
  #isStopping = false;
  /** The end of the last run is recorded. */
  #settled: Promise<void> = Promise.resolve();
  readonly #recent = new RecentOutput();
  readonly #viewers = new Map<string, Viewer>();

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#record = options.record;
    const segments = listSegments(options.folder);
    this.#firstOffset = segments[0]?.start ?? 0;
    this.#endOffset = segments.at(-1)?.end ?? 0;
    this.#sizes = new SizeHistory({
      offset: this.#endOffset,
      columns: options.record.columns,
      rows: options.record.rows,
    });
  }

  get record(): SessionRecord {
    return this.#record;
  }

  get isRunning(): boolean {
    return this.#run !== undefined;
  }

  get place(): ScreenPlace {
    return {
      session: this.#record.id,
      folder: this.#options.folder,
      columns: this.#record.columns,
      rows: this.#record.rows,
    };
  }

  get endOffset(): number {
    return this.#endOffset;
  }

  /** How much history is on disk. */
  get keptBytes(): number {
    return this.#endOffset - this.#firstOffset;
  }

  get sizes(): SizeHistory {
    return this.#sizes;
  }

  toSession(): Session {
    return toSession(this.#record, {
      firstOffset: this.#firstOffset,
      endOffset: this.#endOffset,
      viewers: this.#viewers.size,
      driver: this.#driver,
      historyProblem: this.#historyProblem,
    });
  }

  /** Starts the program. Throws TOOL_FAILED_TO_START, and then nothing has changed. */
  async start(pty: Omit<PtyOptions, "columns" | "rows">): Promise<void> {
    const { columns, rows } = this.#record;
    const isAgain = this.#endOffset > 0;
    this.#parsedOffset = this.#endOffset;
    const run = new SessionRun(
      {
        pty: { ...pty, columns, rows },
        historyFolder: this.#options.folder,
        historyLimitBytes: this.#options.historyLimitBytes,
        parsedOffset: () => this.#parsedOffset,
        onPublished: (offset, bytes, isStored) => this.#onPublished(offset, bytes, isStored),
        onHistoryProblem: (problem, cause) => this.#onHistoryProblem(problem, cause),
        onDropped: (firstOffset) => {
          this.#firstOffset = firstOffset;
          this.#options.onChanged();
        },
      },
      isAgain ? restartPrologue : new Uint8Array(0),
    );
    this.#run = run;
    this.#isStopping = false;
    this.#options.screens.open(this.place);
    void run.ended.then((end) => this.#onEnded(end));
    this.#record = { ...this.#record, ...running(run.pid, Date.now()) };
    const identity = (await identify(run.pid)) ?? null;
    // A program may be over this soon; then its end is recorded already.
    if (this.#run === run) await this.#change({ identity });
  }

  /** Types bytes. Throws SESSION_NOT_RUNNING. False if the program has not read what was typed before. */
  write(bytes: Uint8Array): boolean {
    return this.#running().write(bytes);
  }

  /** Types text, as one paste where the program asked to be told of pastes. */
  type(text: string, isPaste: boolean): number {
    const isMarked = isPaste && this.#isBracketedPaste;
    const bytes = Buffer.from(isMarked ? `\x1b[200~${text.replaceAll("\x1b[201~", "")}\x1b[201~` : text);
    if (!this.write(bytes))
      throw new AppError("UNAVAILABLE", { message: "The program has not read what was typed before" });
    return bytes.byteLength;
  }

  /** Asks the program to end, waits, insists. Throws SESSION_NOT_RUNNING. */
  async stop(graceMs: number): Promise<void> {
    const run = this.#running();
    this.#isStopping = true;
    await run.stop(graceMs);
    await this.#settled;
  }

  async rename(name: string): Promise<void> {
    await this.#change({ name });
  }

  /** Everything printed so far, with its times, is on disk. */
  async flush(): Promise<void> {
    await this.#run?.flush();
  }

  /** Adds a viewer; it is sent the screen or what it missed. The first one that brings a size drives if nobody does. */
  watch(options: Omit<ViewerOptions, "onTrouble">, label: string, size: TerminalSize | undefined): string {
    const id = randomUUID();
    const viewer = new Viewer(this, {
      ...options,
      onTrouble: (error) => {
        this.#options.onTrouble("A viewer could not be served", error);
        options.send({ kind: "ended", stream: options.stream });
      },
    });
    this.#viewers.set(id, viewer);
    if (size && !this.#driver) this.drive(id, label, size);
    viewer.start();
    this.#options.onChanged();
    return id;
  }

  viewer(id: string): Viewer | undefined {
    return this.#viewers.get(id);
  }

  leave(id: string): void {
    this.#viewers.get(id)?.close();
    this.#viewers.delete(id);
    if (this.#driver?.viewer === id) this.#driver = null;
    this.#forgetRead();
    this.#options.onChanged();
  }

  isDriver(id: string): boolean {
    return this.#driver?.viewer === id;
  }

  drive(id: string, label: string, size: TerminalSize): void {
    this.#driver = { viewer: id, label };
    this.resize(size);
    this.#options.onChanged();
  }

  release(id: string): void {
    if (this.#driver?.viewer !== id) return;
    this.#driver = null;
    this.#options.onChanged();
  }

  resize({ columns, rows }: TerminalSize): void {
    if (columns === this.#record.columns && rows === this.#record.rows) return;
    this.#record = { ...this.#record, columns, rows };
    // An ended program's last screen keeps the size it was drawn for; the next run gets this one.
    if (this.#run) this.#applySize(this.#run.resize(columns, rows));
    this.#options.onChanged();
  }

  recent(offset: number, length: number): Uint8Array | undefined {
    return this.#recent.at(offset, length);
  }

  async read(offset: number, length: number): Promise<Uint8Array | undefined> {
    const segment = segmentAt(listSegments(this.#options.folder), offset);
    const available = Math.min(length, (segment?.end ?? 0) - offset);
    if (!segment || available <= 0) return undefined;
    try {
      await using file = await open(segmentPath(this.#options.folder, segment.start, "output"));
      const { bytesRead, buffer } = await file.read(new Uint8Array(available), 0, available, offset - segment.start);
      return bytesRead === 0 ? undefined : buffer.subarray(0, bytesRead);
    } catch (error) {
      if (isMissing(error)) return undefined; // Dropped meanwhile.
      throw error;
    }
  }

  snapshot(atLeast: number) {
    return this.#options.screens.ask(this.place, { kind: "snapshot", atLeast });
  }

  onParsed(offset: number): void {
    this.#parsedOffset = offset;
    this.#run?.onParsed();
  }

  onSeen(seen: { title: string; lastLine: string; isBracketedPaste: boolean }): void {
    this.#isBracketedPaste = seen.isBracketedPaste;
    const change = { title: seen.title, lastLine: seen.lastLine };
    if (!this.#run) {
      this.#settle(change);
      return;
    }
    this.#record = { ...this.#record, ...change };
    this.#options.onChanged();
  }

  /** Ends every viewer: the session is deleted. */
  close(): void {
    for (const id of [...this.#viewers.keys()]) this.#viewers.get(id)?.end();
    this.#viewers.clear();
  }

  #running(): SessionRun {
    if (!this.#run) throw new AppError("SESSION_NOT_RUNNING", { details: { session: this.#record.id } });
    return this.#run;
  }

  #applySize(offset: number): void {
    const { columns, rows, id } = this.#record;
    this.#sizes.add({ offset, columns, rows });
    this.#options.screens.resize(id, offset, columns, rows);
    for (const viewer of this.#viewers.values()) viewer.onChanged();
  }

  #onPublished(offset: number, bytes: Uint8Array, isStored: boolean): void {
    this.#endOffset = offset + bytes.byteLength;
    if (this.#viewers.size > 0) this.#recent.add(offset, bytes);
    for (const viewer of this.#viewers.values()) viewer.onChanged();
    this.#forgetRead();
    this.#options.screens.advance(this.#record.id, this.#endOffset, isStored ? undefined : bytes);
    this.#record = { ...this.#record, outputAt: Date.now() };
    this.#options.onOutput?.(bytes.byteLength);
    this.#options.onChanged();
  }

  #forgetRead(): void {
    if (this.#viewers.size === 0) {
      this.#recent.clear();
      return;
    }
    let first = this.#endOffset;
    for (const viewer of this.#viewers.values()) first = Math.min(first, viewer.position);
    this.#recent.forget(first);
  }

  #onHistoryProblem(problem: HistoryProblem | null, cause: unknown): void {
    this.#historyProblem = problem;
    this.#options.onHistoryProblem(problem, cause);
    this.#options.onChanged();
  }

  #onEnded(end: RunEnd): void {
    this.#run = undefined;
    this.#historyProblem = null;
    this.#options.screens.close(this.#record.id);
    const reason = this.#isStopping ? "stopped" : end.signal === null ? "exited" : "signalled";
    this.#settle(ended(reason, Date.now(), end));
    this.#options.onEnded();
  }

  #settle(change: Partial<SessionRecord>): void {
    this.#settled = this.#change(change).catch((error: unknown) => {
      this.#options.onTrouble("The end of a session could not be recorded", error);
    });
  }

  async #change(change: Partial<SessionRecord>): Promise<void> {
    this.#record = { ...this.#record, ...change };
    this.#options.onChanged();
    await this.#options.onRecordChanged(this.#record);
  }
}
