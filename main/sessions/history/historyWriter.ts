import { close, mkdirSync, open, write } from "node:fs";
import { deleteSegment, listSegments, type Segment, segmentBytes, segmentPath } from "./segments.ts";
import { SideFiles } from "./sideFiles.ts";
import { TimeRecorder } from "./timeRecorder.ts";

export type HistoryProblem = "disk-full" | "write-failed";

export interface HistoryWriterOptions {
  readonly folder: string;
  readonly columns: number;
  readonly rows: number;
  /** Where the output begins if that is after what is kept: behind it something could not be kept. */
  readonly startOffset?: number;
  /** Oldest segments are dropped when more than this is kept, keyframes and times included. */
  limitBytes(): number;
  /** How far the screen model has parsed: a segment is dropped only when the one after it has its first keyframe. */
  parsedOffset(): number;
  /** Bytes are written (or, while there is a problem, could not be): now they may be shown. In order, without a gap. */
  onPublished(offset: number, bytes: Uint8Array, isStored: boolean): void;
  /** The number of received bytes that wait to be written fell below the low mark, or rose above the high one. */
  onPressure(isHigh: boolean): void;
  onProblem(problem: HistoryProblem | null, cause: unknown): void;
  onDropped(firstOffset: number): void;
  /** An old segment could not be removed; it is tried again after the next write. */
  onDropFailed(error: unknown): void;
  now?(): number;
}

/** What waits in memory to be written lies between these marks before the program is slowed down. */
const highWaterBytes = 512 * 1024;
const lowWaterBytes = 128 * 1024;
/** One write at most; a batch is also what viewers get at once. */
const batchBytes = 256 * 1024;
/**
 * A lone piece of output is written at once. What follows closely gathers this long or to this size: every write costs a wake-up of
 * two threads, and a flooding program prints in pieces of 4 KiB.
 */
const gatherMs = 2;
const gatherBytes = 64 * 1024;
/** After a failed write, how long until the next try. */
const retryMs = 2_000;

/**
 * Appends a session's output to its segments. Bytes are published only when the operating system has them, so what a viewer saw
 * survives a crash of the app. While one write runs the following output gathers to the next batch. If writing fails the output is
 * published all the same, is not kept, and a new segment begins with the first write that succeeds.
 */
export class HistoryWriter implements AsyncDisposable {
  readonly #options: HistoryWriterOptions;
  readonly #segments: Segment[];
  #descriptor: number | undefined;
  #waiting: Uint8Array[] = [];
  #waitingBytes = 0;
  #isHigh = false;
  #isWriting = false;
  #lastWriteAt = Number.NEGATIVE_INFINITY;
  #gatherTimer: NodeJS.Timeout | undefined;
  #published: number;
  #problem: HistoryProblem | null = null;
  #retryAt = 0;
  readonly #times: TimeRecorder;
  readonly #sideFiles: SideFiles;
  #waiters: (() => void)[] = [];

  constructor(options: HistoryWriterOptions) {
    this.#options = options;
    mkdirSync(options.folder, { recursive: true, mode: 0o700 });
    this.#segments = listSegments(options.folder);
    this.#sideFiles = new SideFiles(options.folder);
    this.#sideFiles.measure(this.#segments);
    this.#times = new TimeRecorder({
      ...options,
      segment: () => this.#segments.at(-1)?.start,
      onFailed: (error) => this.#setProblem(problemOf(error), error),
      onFlushed: () => this.#sideFiles.measure(this.#segments.slice(-1)),
      now: () => this.#now(),
    });
    this.#published = Math.max(this.#segments.at(-1)?.end ?? 0, options.startOffset ?? 0);
  }

  /** The end of what was published. */
  get endOffset(): number {
    return this.#published;
  }

  /** The end of what was received, published or still waiting. */
  get receivedOffset(): number {
    return this.#published + this.#waitingBytes;
  }

  /** The first byte that is kept. */
  get firstOffset(): number {
    return this.#segments[0]?.start ?? this.#published;
  }

  get segments(): readonly Segment[] {
    return this.#segments;
  }

  append(bytes: Uint8Array): void {
    if (bytes.byteLength === 0) return;
    this.#waiting.push(bytes);
    this.#waitingBytes += bytes.byteLength;
    if (!this.#isHigh && this.#waitingBytes > highWaterBytes) {
      this.#isHigh = true;
      this.#options.onPressure(true);
    }
    if (!this.#isWriting) this.#writeWhenGathered();
  }

  /** From what was received so far on, the terminal has another size. Kept at once, because rows depend on it. */
  recordSize(columns: number, rows: number): void {
    this.#times.resized(columns, rows, this.#published, this.receivedOffset);
  }

  /** Everything received is published and every time record written. */
  async flush(): Promise<void> {
    if (!this.#isWriting) this.#writeNext();
    if (this.#isWriting) await new Promise<void>((resolve) => this.#waiters.push(resolve));
    await this.#times.flushed();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.flush();
    this.#closeDescriptor();
  }

  #writeWhenGathered(): void {
    const isLone = performance.now() - this.#lastWriteAt > gatherMs;
    if (isLone || this.#waitingBytes >= gatherBytes) this.#writeNext();
    else this.#gatherTimer ??= setTimeout(() => this.#isWriting || this.#writeNext(), gatherMs);
  }

  #writeNext(): void {
    clearTimeout(this.#gatherTimer);
    this.#gatherTimer = undefined;
    const bytes = this.#takeBatch();
    if (!bytes) {
      this.#isWriting = false;
      for (const wake of this.#waiters.splice(0)) wake();
      return;
    }
    this.#isWriting = true;
    const last = this.#segments.at(-1);
    if (this.#descriptor !== undefined && last && !this.#isFull(last)) {
      this.#write(this.#descriptor, bytes, 0);
      return;
    }
    if (this.#problem && this.#now() < this.#retryAt) {
      this.#publishUnstored(bytes);
      return;
    }
    this.#openSegment(bytes);
  }

  /** Side files count too: what is beside one segment is dropped only with it. */
  #isFull({ start, end }: Segment): boolean {
    return end - start >= segmentBytes || this.#sideFiles.of(start) >= segmentBytes;
  }

  #continue(): void {
    this.#lastWriteAt = performance.now();
    this.#isWriting = false;
    if (this.#waiters.length > 0 || this.#waitingBytes === 0) this.#writeNext();
    else this.#writeWhenGathered();
  }

  #takeBatch(): Uint8Array | undefined {
    let taken = 0;
    let length = 0;
    for (const chunk of this.#waiting) {
      if (taken > 0 && length + chunk.byteLength > batchBytes) break;
      length += chunk.byteLength;
      taken++;
    }
    if (taken === 0) return undefined;
    const chunks = this.#waiting.splice(0, taken);
    return chunks.length === 1 ? chunks[0] : Buffer.concat(chunks, length);
  }

  #openSegment(bytes: Uint8Array): void {
    this.#closeDescriptor();
    const start = this.#published;
    open(segmentPath(this.#options.folder, start, "output"), "a", 0o600, (error, descriptor) => {
      if (error) return this.#fail(error, bytes);
      this.#descriptor = descriptor;
      if (this.#segments.at(-1)?.start !== start) this.#segments.push({ start, end: start });
      this.#times.beginSegment(start);
      this.#sideFiles.measure(this.#segments);
      this.#write(descriptor, bytes, 0);
    });
  }

  #write(descriptor: number, bytes: Uint8Array, from: number): void {
    write(descriptor, bytes, from, bytes.byteLength - from, null, (error, written) => {
      if (error) return this.#fail(error, bytes.subarray(from));
      if (this.#problem) this.#setProblem(null, undefined);
      this.#publish(bytes.subarray(from, from + written), true);
      if (from + written < bytes.byteLength) return this.#write(descriptor, bytes, from + written);
      this.#tryDropOld();
      this.#continue();
    });
  }

  #publish(bytes: Uint8Array, isStored: boolean): void {
    const offset = this.#published;
    this.#published += bytes.byteLength;
    this.#waitingBytes -= bytes.byteLength;
    const last = this.#segments.at(-1);
    if (isStored && last) {
      this.#segments[this.#segments.length - 1] = { start: last.start, end: this.#published };
      this.#times.output(offset);
    }
    this.#options.onPublished(offset, bytes, isStored);
    if (this.#isHigh && this.#waitingBytes < lowWaterBytes) {
      this.#isHigh = false;
      this.#options.onPressure(false);
    }
  }

  #publishUnstored(bytes: Uint8Array): void {
    this.#publish(bytes, false);
    setImmediate(() => this.#continue());
  }

  #fail(error: NodeJS.ErrnoException, bytes: Uint8Array): void {
    this.#closeDescriptor();
    this.#retryAt = this.#now() + retryMs;
    this.#setProblem(problemOf(error), error);
    this.#publishUnstored(bytes);
  }

  #setProblem(problem: HistoryProblem | null, cause: unknown): void {
    if (problem === this.#problem) return;
    this.#problem = problem;
    this.#options.onProblem(problem, cause);
  }

  #tryDropOld(): void {
    try {
      this.#dropOld();
    } catch (error) {
      this.#options.onDropFailed(error);
    }
  }

  #dropOld(): void {
    for (;;) {
      const [oldest, next] = this.#segments;
      if (!oldest || !next) return;
      if (this.#published - oldest.start + this.#sideFiles.totalBytes <= this.#options.limitBytes()) return;
      if (this.#options.parsedOffset() <= next.start) return;
      deleteSegment(this.#options.folder, oldest.start);
      this.#segments.shift();
      this.#sideFiles.forget(oldest.start);
      this.#options.onDropped(next.start);
    }
  }

  #closeDescriptor(): void {
    if (this.#descriptor === undefined) return;
    this.#times.flush();
    close(this.#descriptor);
    this.#descriptor = undefined;
  }

  #now(): number {
    return this.#options.now?.() ?? Date.now();
  }
}

function problemOf(error: NodeJS.ErrnoException): HistoryProblem {
  return error.code === "ENOSPC" || error.code === "EDQUOT" ? "disk-full" : "write-failed";
}
