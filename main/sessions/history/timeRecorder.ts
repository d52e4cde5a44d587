import { appendFile } from "node:fs/promises";
import { segmentPath } from "./segments.ts";
import { encodeTimeRecord, type TimeRecord } from "./timeIndex.ts";

export interface TimeRecorderOptions {
  readonly folder: string;
  readonly columns: number;
  readonly rows: number;
  /** The segment that is being written; undefined before the first. */
  segment(): number | undefined;
  onFailed(error: NodeJS.ErrnoException): void;
  /** What is to be written is on its way. */
  onFlushed(): void;
  now(): number;
}

/** A time record stands for at least so much time or output. */
const recordTimeMs = 10;
const recordBytes = 64 * 1024;
const recordFlushMs = 200;

/** Writes beside the segments when what was printed, and on a terminal of which size. */
export class TimeRecorder {
  readonly #options: TimeRecorderOptions;
  #size: { columns: number; rows: number };
  #last: TimeRecord | undefined;
  #waiting: Uint8Array[] = [];
  #timer: NodeJS.Timeout | undefined;
  #written: Promise<void> = Promise.resolve();

  constructor(options: TimeRecorderOptions) {
    this.#options = options;
    this.#size = { columns: options.columns, rows: options.rows };
  }

  /** A segment begins with a record of its own. */
  beginSegment(start: number): void {
    if (this.#last && this.#last.offset <= start) this.#last = undefined;
  }

  /** Output from `offset` on is kept. */
  output(offset: number): void {
    const last = this.#last;
    if (last && offset < last.offset) return;
    const isDue = !last || this.#options.now() - last.time >= recordTimeMs || offset - last.offset >= recordBytes;
    if (isDue) this.#record(offset);
  }

  /** From `received` on the terminal has another size. Kept at once, because rows depend on it. */
  resized(columns: number, rows: number, published: number, received: number): void {
    // What was received before but is not published yet was printed at the old size; records must stay in the order of offsets.
    if (received > published) this.output(published);
    this.#size = { columns, rows };
    this.#record(received);
    this.flush();
  }

  /** Begins to write what waits; while there is no segment it goes on waiting. */
  flush(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const segment = this.#options.segment();
    if (this.#waiting.length === 0 || segment === undefined) return;
    const bytes = Buffer.concat(this.#waiting);
    this.#waiting = [];
    const path = segmentPath(this.#options.folder, segment, "times");
    this.#written = this.#written.then(() => appendFile(path, bytes, { mode: 0o600 })).catch(this.#options.onFailed);
    this.#options.onFlushed();
  }

  /** Everything so far is written. */
  async flushed(): Promise<void> {
    this.flush();
    await this.#written;
  }

  #record(offset: number): void {
    this.#last = { offset, time: this.#options.now(), ...this.#size };
    this.#waiting.push(encodeTimeRecord(this.#last));
    this.#timer ??= setTimeout(() => this.flush(), recordFlushMs).unref();
  }
}
