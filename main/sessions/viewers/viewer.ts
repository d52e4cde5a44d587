import type { TerminalSize } from "#shared/contract/sessions.ts";
import type { TerminalFrame } from "#shared/terminal/frames.ts";
import type { Snapshot } from "../screen/protocol.ts";
import type { SizeHistory } from "./sizeHistory.ts";

/** What a viewer needs to know of the session it watches. */
export interface ViewerSource {
  readonly endOffset: number;
  readonly sizes: SizeHistory;
  /** Output from `offset` on if it is held in memory. */
  recent(offset: number, length: number): Uint8Array | undefined;
  /** Output from disk; undefined where nothing (more) is kept at that offset. */
  read(offset: number, length: number): Promise<Uint8Array | undefined>;
  /** The screen once everything before `atLeast` was parsed. */
  snapshot(atLeast: number): Promise<Snapshot>;
}

export interface ViewerOptions {
  readonly stream: number;
  readonly follow: "live" | "complete";
  readonly credit: number;
  readonly resumeFrom: number | undefined;
  send(frame: TerminalFrame): void;
  /** The session could not be read for this viewer, or nothing can be sent to it: it is closed. */
  onTrouble(error: unknown): void;
}

/** A live viewer further behind than this is brought up to date with a snapshot instead of all it missed. */
export const liveLagBytes = 1_048_576;
const frameBytes = 65_536;

/**
 * Sends one viewer a session's output as far as its credit goes: what was sent and not acknowledged as parsed never exceeds it. It
 * holds no output itself; what the viewer is behind is read back when there is credit. So a viewer that stops reading costs nothing.
 */
export class Viewer {
  readonly #source: ViewerSource;
  readonly #options: ViewerOptions;
  #position = 0;
  #acknowledged = 0;
  #size: TerminalSize | undefined;
  #isBusy = false;
  #isClosed = false;
  /** A snapshot was sent and is not parsed yet. */
  #isRestoring = false;
  /** The end of output when the last snapshot was sent, and an end up to which nothing more can be had. */
  #snapshotEnd = -1;
  #deadEnd = -1;

  constructor(source: ViewerSource, options: ViewerOptions) {
    this.#source = source;
    this.#options = options;
  }

  /** How far output was sent; nothing before it needs to be held for this viewer. */
  get position(): number {
    return this.#position;
  }

  /** Begins where the viewer left off if that is near enough, else with a snapshot. */
  start(): void {
    const { resumeFrom, follow } = this.#options;
    const { endOffset, sizes } = this.#source;
    const isNear =
      resumeFrom !== undefined &&
      resumeFrom <= endOffset &&
      (follow === "complete" || endOffset - resumeFrom <= liveLagBytes);
    if (!isNear || !sizes.at(resumeFrom)) {
      void this.#restore();
      return;
    }
    this.#position = resumeFrom;
    this.#acknowledged = resumeFrom;
    this.#pump();
  }

  /** There is more output, or another size. */
  onChanged(): void {
    this.#pump();
  }

  /** The viewer has parsed everything before `offset`. What it cannot know yet is ignored. */
  acknowledge(offset: number): void {
    if (offset < this.#acknowledged || offset > this.#position) return;
    this.#acknowledged = offset;
    if (offset === this.#position) this.#isRestoring = false;
    this.#pump();
  }

  close(): void {
    this.#isClosed = true;
  }

  /** Tells the viewer that nothing more comes. */
  end(): void {
    this.close();
    this.#options.send({ kind: "ended", stream: this.#options.stream });
  }

  #pump(): void {
    try {
      this.#sendMore();
    } catch (error) {
      this.#fail(error);
    }
  }

  #sendMore(): void {
    while (!this.#isBusy && !this.#isClosed && !this.#isRestoring) {
      this.#sendSize();
      const behind = this.#source.endOffset - this.#position;
      if (behind <= 0 || this.#deadEnd === this.#source.endOffset) return;
      if (this.#options.follow === "live" && behind > liveLagBytes) {
        // What is on its way is parsed first: a snapshot must not wait in a queue behind it.
        if (this.#acknowledged === this.#position) void this.#restore();
        return;
      }
      const room = this.#acknowledged + this.#options.credit - this.#position;
      const untilSize = (this.#source.sizes.after(this.#position)?.offset ?? Number.POSITIVE_INFINITY) - this.#position;
      const length = Math.min(behind, room, untilSize, frameBytes);
      if (length <= 0) return;
      const bytes = this.#source.recent(this.#position, length);
      if (!bytes) {
        void this.#readBack(length);
        return;
      }
      this.#send(bytes);
    }
  }

  #sendSize(): void {
    const size = this.#source.sizes.at(this.#position);
    if (!size || (this.#size?.columns === size.columns && this.#size.rows === size.rows)) return;
    this.#size = size;
    this.#options.send({
      kind: "resized",
      stream: this.#options.stream,
      offset: this.#position,
      columns: size.columns,
      rows: size.rows,
    });
  }

  #send(bytes: Uint8Array): void {
    this.#options.send({ kind: "output", stream: this.#options.stream, offset: this.#position, bytes });
    this.#position += bytes.byteLength;
  }

  async #readBack(length: number): Promise<void> {
    await this.#busy(async () => {
      const bytes = await this.#source.read(this.#position, length);
      if (this.#isClosed) return;
      if (bytes) this.#send(bytes);
      // Output that could not be kept is gone: one more snapshot would show the same. Later output is worth another.
      else if (this.#snapshotEnd === this.#source.endOffset) this.#deadEnd = this.#source.endOffset;
      else await this.#sendSnapshot();
    });
  }

  async #restore(): Promise<void> {
    await this.#busy(() => this.#sendSnapshot());
  }

  async #sendSnapshot(): Promise<void> {
    const end = this.#source.endOffset;
    const { state, offset, ...snapshot } = await this.#source.snapshot(end);
    if (this.#isClosed) return;
    this.#snapshotEnd = end;
    this.#size = { columns: snapshot.columns, rows: snapshot.rows };
    this.#options.send({ kind: "snapshot", stream: this.#options.stream, offset, snapshot, state });
    this.#position = offset;
    this.#acknowledged = offset;
    this.#isRestoring = true;
  }

  #fail(error: unknown): void {
    this.#isClosed = true;
    this.#options.onTrouble(error);
  }

  async #busy(work: () => Promise<void>): Promise<void> {
    this.#isBusy = true;
    try {
      await work();
    } catch (error) {
      this.#fail(error);
    } finally {
      this.#isBusy = false;
    }
    this.#pump();
  }
}
