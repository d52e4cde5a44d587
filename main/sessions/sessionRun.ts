import { constants } from "node:os";
import { type HistoryProblem, HistoryWriter } from "./history/historyWriter.ts";
import type { Segment } from "./history/segments.ts";
import { askToEnd, groupEnded } from "./processes/processGroups.ts";
import { type Pty, type PtyExit, type PtyOptions, startPty } from "./pty.ts";

export interface RunOptions {
  readonly pty: PtyOptions;
  readonly historyFolder: string;
  historyLimitBytes(): number;
  /** How far the screen model has parsed. */
  parsedOffset(): number;
  onPublished(offset: number, bytes: Uint8Array, isStored: boolean): void;
  onHistoryProblem(problem: HistoryProblem | null, cause: unknown): void;
  onDropped(firstOffset: number): void;
  onDropFailed(error: unknown): void;
  /** The end of what earlier runs printed. */
  readonly startOffset: number;
}

export interface RunEnd {
  readonly exitCode: number | null;
  readonly signal: string | null;
}

/** The screen model may lag this far behind before the program is slowed down; unstored output lags in memory, so less. */
const screenLagBytes = 4 * 1024 * 1024;
const unstoredLagBytes = 1024 * 1024;
/** A program that was slowed down goes on when this much was parsed: a longer pause would be felt when typing into the flood. */
const resumeBytes = 256 * 1024;

/** One program from its start to its end, its output going to the history. */
export class SessionRun {
  readonly #pty: Pty;
  readonly #writer: HistoryWriter;
  readonly #options: RunOptions;
  #isDiskBehind = false;
  #isScreenBehind = false;
  #isPaused = false;
  #hasProblem = false;
  readonly ended: Promise<RunEnd>;

  /** Throws TOOL_FAILED_TO_START. `prologue` is put before the program's own output. */
  constructor(options: RunOptions, prologue: Uint8Array) {
    this.#options = options;
    this.#writer = new HistoryWriter({
      folder: options.historyFolder,
      columns: options.pty.columns,
      rows: options.pty.rows,
      limitBytes: options.historyLimitBytes,
      parsedOffset: options.parsedOffset,
      onPublished: (offset, bytes, isStored) => {
        options.onPublished(offset, bytes, isStored);
        this.onParsed();
      },
      onPressure: (isHigh) => {
        this.#isDiskBehind = isHigh;
        this.#throttle();
      },
      onProblem: (problem, cause) => {
        this.#hasProblem = problem !== null;
        options.onHistoryProblem(problem, cause);
      },
      onDropped: options.onDropped,
      onDropFailed: options.onDropFailed,
      startOffset: options.startOffset,
    });
    const exit = Promise.withResolvers<PtyExit>();
    this.#pty = startPty(options.pty, { onData: (bytes) => this.#writer.append(bytes), onExit: exit.resolve });
    this.#writer.append(prologue);
    this.ended = exit.promise.then(async (status) => {
      await this.#writer[Symbol.asyncDispose]();
      return toEnd(status);
    });
  }

  get pid(): number {
    return this.#pty.pid;
  }

  get segments(): readonly Segment[] {
    return this.#writer.segments;
  }

  /** False, and nothing is taken, if the program has not read what was typed before. */
  write(bytes: Uint8Array): boolean {
    return this.#pty.write(bytes);
  }

  /** Returns the offset from which on output has this size. */
  resize(columns: number, rows: number): number {
    this.#pty.resize(columns, rows);
    this.#writer.recordSize(columns, rows);
    return this.#writer.receivedOffset;
  }

  /** The screen model got further. */
  onParsed(): void {
    const limit = this.#hasProblem ? unstoredLagBytes : screenLagBytes;
    const lag = this.#writer.endOffset - this.#options.parsedOffset();
    this.#isScreenBehind = lag > (this.#isScreenBehind ? limit - resumeBytes : limit);
    this.#throttle();
  }

  /** Every time record is on disk: for questions that read them. */
  async flush(): Promise<void> {
    await this.#writer.flush();
  }

  /** Asks the program to end; what is left of its process group after `graceMs` is killed. Resolves when all has ended. */
  async stop(graceMs: number): Promise<void> {
    const deadline = Date.now() + graceMs;
    askToEnd(this.#pty.pid);
    await groupEnded(this.#pty.pid, deadline);
    await this.ended;
  }

  #throttle(): void {
    const isPaused = this.#isDiskBehind || this.#isScreenBehind;
    if (isPaused === this.#isPaused) return;
    this.#isPaused = isPaused;
    if (isPaused) this.#pty.pause();
    else this.#pty.resume();
  }
}

function toEnd(status: PtyExit): RunEnd {
  if (status.signal === 0) return { exitCode: status.exitCode, signal: null };
  const name = Object.entries(constants.signals).find(([, number]) => number === status.signal)?.[0];
  return { exitCode: null, signal: name ?? String(status.signal) };
}
