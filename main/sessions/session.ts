import type { Session, TerminalSize } from "#shared/contract/sessions.ts";
import { AppError } from "#shared/errors/appError.ts";
import type { HistoryProblem } from "./history/historyWriter.ts";
import { listSegments, type Segment } from "./history/segments.ts";
import { identify } from "./processes/processGroups.ts";
import type { PtyOptions } from "./pty.ts";
import type { ScreenPlace } from "./screen/protocol.ts";
import type { ScreenThread } from "./screen/screenThread.ts";
import { ended, running, type SessionRecord, toSession } from "./sessionRecord.ts";
import { type RunEnd, SessionRun } from "./sessionRun.ts";
import type { SessionSignals } from "./signals/sessionSignals.ts";
import { meaningOf } from "./signals/typing.ts";
import { Audience } from "./viewers/audience.ts";

export interface SessionOptions {
  readonly record: SessionRecord;
  readonly folder: string;
  readonly screens: ScreenThread;
  readonly signals: SessionSignals;
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
// The cursor is saved first: leaving the alternate screen restores it, also where none was entered.
const restartPrologue = Buffer.from(
  "\x1b7\x1b[?1049l\x1b[!p\x1b[?9l\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?1004l\x1b[?1006l\x1b[?2004l\x1b[?25h\x1b[0m\r\n",
);

/** While a program runs, what it shows is recorded at most this often. */
const keepEveryMs = 5_000;

/** One session: its record, its running program if it has one, and who watches it. */
export class LiveSession {
  readonly #options: SessionOptions;
  #record: SessionRecord;
  #run: SessionRun | undefined;
  /** What the last run left. */
  #segments: readonly Segment[];
  #parsedOffset = 0;
  #firstOffset: number;
  #historyProblem: HistoryProblem | null = null;
  #isBracketedPaste = false;
  #isStopping = false;
  /** What was last to be recorded is. */
  #kept: Promise<void> = Promise.resolve();
  #keptAt = 0;
  /** What the last run's screen showed at its end was told. */
  #lastSeen: Promise<unknown> = Promise.resolve();
  /** Looks for signals in what the program prints. */
  #readSignals: (bytes: Uint8Array) => void = () => {};
  readonly audience: Audience;

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#record = options.record;
    this.#segments = listSegments(options.folder);
    this.#firstOffset = this.#segments[0]?.start ?? 0;
    this.audience = new Audience({
      folder: options.folder,
      segments: () => this.#run?.segments ?? this.#segments,
      endOffset: this.#segments.at(-1)?.end ?? 0,
      size: { columns: options.record.columns, rows: options.record.rows },
      snapshot: (atLeast) => options.screens.ask(this.place, { kind: "snapshot", atLeast }),
      onChanged: options.onChanged,
      onSize: (size) => this.resize(size),
      onTrouble: options.onTrouble,
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

  /** How much history is on disk. */
  get keptBytes(): number {
    return this.audience.endOffset - this.#firstOffset;
  }

  toSession(): Session {
    return toSession(this.#record, {
      firstOffset: this.#firstOffset,
      endOffset: this.audience.endOffset,
      viewers: this.audience.count,
      driver: this.audience.driver,
      historyProblem: this.#historyProblem,
    });
  }

  /** Starts the program. Throws TOOL_FAILED_TO_START, and then nothing has changed; once it runs it does not throw any more. */
  async start(pty: Omit<PtyOptions, "columns" | "rows">): Promise<void> {
    if (this.#run) throw new AppError("SESSION_ALREADY_RUNNING", { details: { session: this.#record.id } });
    const { columns, rows } = this.#record;
    const isAgain = this.audience.endOffset > 0;
    this.#parsedOffset = this.audience.endOffset;
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
        onDropFailed: (error) => this.#options.onTrouble("Old history could not be removed", error),
        startOffset: this.audience.endOffset,
      },
      isAgain ? restartPrologue : new Uint8Array(0),
    );
    this.#run = run;
    this.#isStopping = false;
    this.#readSignals = this.#options.signals.reader(this.#record.id);
    this.#options.signals.tell({ session: this.#record.id, kind: "started" });
    this.#options.screens.open(this.place, this.#parsedOffset);
    // The size may have been changed while nothing ran.
    if (isAgain) this.#applySize(this.audience.endOffset);
    void run.ended.then((end) => this.#onEnded(run, end));
    this.#record = { ...this.#record, ...running(run.pid, Date.now()) };
    const identity = await this.#identify(run.pid);
    // A program may be over this soon; then its end is recorded already.
    if (this.#run === run) this.#keep({ identity });
    await this.#kept;
  }

  async #identify(pid: number): Promise<SessionRecord["identity"]> {
    try {
      return (await identify(pid)) ?? null;
    } catch (error) {
      this.#options.onTrouble("A program could not be identified; after a crash it would not be found again", error);
      return null;
    }
  }

  /** Types bytes for a person. Throws SESSION_NOT_RUNNING. False if the program has not read what was typed before. */
  write(bytes: Uint8Array): boolean {
    const isAccepted = this.#running().write(bytes);
    const meaning = meaningOf(bytes);
    if (isAccepted && meaning !== "none") this.#options.signals.tell({ session: this.#record.id, kind: meaning });
    return isAccepted;
  }

  /** What a program asked its terminal is answered. Nobody is there to be told if it has ended meanwhile. */
  answer(bytes: Uint8Array): void {
    this.#run?.write(bytes);
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
    await this.#kept;
  }

  async rename(name: string): Promise<void> {
    await this.#change({ name });
  }

  /** Everything printed so far, with its times, is on disk. */
  async flush(): Promise<void> {
    await this.#run?.flush();
  }

  /** What the program showed at its end, and all that changed, is in the database. */
  async recorded(): Promise<void> {
    await this.#lastSeen;
    await this.#kept;
  }

  resize({ columns, rows }: TerminalSize): void {
    if (columns === this.#record.columns && rows === this.#record.rows) return;
    this.#record = { ...this.#record, columns, rows };
    // An ended program's last screen keeps the size it was drawn for; the next run gets this one.
    if (this.#run) this.#applySize(this.#run.resize(columns, rows));
    this.#keep({});
  }

  onParsed(offset: number): void {
    this.#parsedOffset = offset;
    this.#run?.onParsed();
  }

  onSeen(seen: { title: string; lastLine: string; isBracketedPaste: boolean }): void {
    this.#isBracketedPaste = seen.isBracketedPaste;
    const change = { title: seen.title, lastLine: seen.lastLine };
    const isDue = !this.#run || Date.now() - this.#keptAt >= keepEveryMs;
    if (isDue) {
      this.#keep(change);
      return;
    }
    this.#record = { ...this.#record, ...change };
    this.#options.onChanged();
  }

  /** Ends every viewer: the session is deleted. */
  close(): void {
    this.audience.end();
  }

  #running(): SessionRun {
    if (!this.#run) throw new AppError("SESSION_NOT_RUNNING", { details: { session: this.#record.id } });
    return this.#run;
  }

  #applySize(offset: number): void {
    const { columns, rows, id } = this.#record;
    this.#options.screens.resize(id, offset, columns, rows);
    this.audience.resized(offset, { columns, rows });
    this.#options.signals.tell({ session: id, kind: "resized" });
  }

  #onPublished(offset: number, bytes: Uint8Array, isStored: boolean): void {
    this.audience.published(offset, bytes);
    this.#readSignals(bytes);
    this.#options.screens.advance(this.#record.id, this.audience.endOffset, isStored ? undefined : bytes);
    this.#record = { ...this.#record, outputAt: Date.now() };
    this.#options.onOutput?.(bytes.byteLength);
    this.#options.onChanged();
  }

  #onHistoryProblem(problem: HistoryProblem | null, cause: unknown): void {
    this.#historyProblem = problem;
    this.#options.onHistoryProblem(problem, cause);
    this.#options.onChanged();
  }

  #onEnded(run: SessionRun, end: RunEnd): void {
    if (this.#run !== run) return;
    this.#run = undefined;
    this.#segments = [...run.segments];
    this.#historyProblem = null;
    this.#options.screens.close(this.#record.id);
    const reason = this.#isStopping ? "stopped" : end.signal === null ? "exited" : "signalled";
    this.#keep(ended(reason, Date.now(), end));
    this.#options.signals.tell({ session: this.#record.id, kind: "ended", reason, ...end });
    this.#lastSeen = this.#options.screens.ask(this.place, { kind: "seen" }).catch((error: unknown) => {
      this.#options.onTrouble("What a program showed at its end could not be recorded", error);
    });
    this.#options.onEnded();
  }

  /** Records a change that has happened whether it can be recorded or not. */
  #keep(change: Partial<SessionRecord>): void {
    this.#keptAt = Date.now();
    const before = this.#kept;
    this.#kept = this.#change(change)
      .catch((error: unknown) => this.#options.onTrouble("A session could not be recorded", error))
      .then(() => before);
  }

  async #change(change: Partial<SessionRecord>): Promise<void> {
    this.#record = { ...this.#record, ...change };
    this.#options.onChanged();
    await this.#options.onRecordChanged(this.#record);
  }
}
