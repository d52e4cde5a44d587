import type { Kysely } from "kysely";
import type { Tables } from "../../storage/tables.ts";
import type { TextKind } from "../store/parts.ts";

/** Text that is to be shown once it is on disk. */
export interface Piece {
  readonly message: string;
  readonly part: number;
  readonly kind: TextKind;
  readonly text: string;
}

/** Where the writer gets text from, and tells that it is kept. */
export interface PieceSource {
  /** What has gathered since the last time. */
  take(): Piece[];
  written(pieces: readonly Piece[]): void;
  failed(error: unknown): void;
}

/** At most so often, in milliseconds: a frame of a screen, and few enough writes, as all conversations share them. */
const intervalMs = 16;

/** Of one statement; SQLite takes 32,766 values. */
const rowsAtOnce = 1000;

/**
 * Writes what streams in, of all conversations together: at once after a pause and when it is urgent (somebody waits for the first
 * word), else gathered for a moment. Nothing is told as written before the database has it.
 */
export class PieceWriter {
  readonly #database: Kysely<Tables>;
  #waiting = new Set<PieceSource>();
  #timer: NodeJS.Timeout | null = null;
  #running: Promise<void> | null = null;
  #lastAt = Number.NEGATIVE_INFINITY;

  constructor(database: Kysely<Tables>) {
    this.#database = database;
  }

  /** The source has text. It is asked for it when its time has come. */
  request(source: PieceSource, isUrgent: boolean): void {
    this.#waiting.add(source);
    const waitMs = isUrgent ? 0 : this.#lastAt + intervalMs - performance.now();
    if (waitMs <= 0) void this.flush();
    else this.#timer ??= setTimeout(() => void this.flush(), waitMs);
  }

  /** Writes what waits now; resolves when it is written or failed, which each source is told itself. */
  async flush(): Promise<void> {
    if (this.#timer) clearTimeout(this.#timer);
    this.#timer = null;
    while (this.#running) await this.#running;
    if (this.#waiting.size === 0) return;
    this.#running = this.#write();
    await this.#running;
  }

  async #write(): Promise<void> {
    const sources = [...this.#waiting].map((source) => ({ source, pieces: source.take() }));
    this.#waiting = new Set();
    const pieces = sources.flatMap((one) => one.pieces);
    try {
      for (let from = 0; from < pieces.length; from += rowsAtOnce) {
        const rows = pieces.slice(from, from + rowsAtOnce);
        await this.#database.insertInto("message_pieces").values(rows).execute();
      }
      for (const one of sources) one.source.written(one.pieces);
    } catch (error) {
      for (const { source } of sources) source.failed(error);
    } finally {
      this.#lastAt = performance.now();
      this.#running = null;
    }
  }
}
