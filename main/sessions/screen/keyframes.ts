import { closeSync, constants, ftruncateSync, openSync, readFileSync, readSync, writeSync } from "node:fs";
import { z } from "zod";
import { isMissing, listSegments, segmentPath } from "../history/segments.ts";

/**
 * What a terminal looked like at an offset: written to a fresh terminal of this size, `state` gives the same screen, cursor, colours
 * and modes. Like a video's keyframes they let any place of the history be shown without parsing all that came before.
 */
export const keyframe = z.object({
  offset: z.number().int().nonnegative(),
  time: z.number(),
  columns: z.number().int().positive(),
  rows: z.number().int().positive(),
  /** The number of the first row in `state`. Rows from here on are this keyframe's, up to those of later keyframes. */
  firstRow: z.number().int().nonnegative(),
  state: z.string(),
  /** The window title, if it was known. */
  title: z.string().optional(),
});
export type Keyframe = z.infer<typeof keyframe>;

/** One keyframe at least every so many bytes: what must be parsed to show any row. */
export const keyframeBytes = 1024 * 1024;

/** Where a keyframe lies, and what decides whether it is wanted. */
interface Entry {
  readonly segment: number;
  readonly position: number;
  readonly length: number;
  readonly offset: number;
  readonly firstRow: number;
}

/** The keyframe that a row belongs to. */
export interface RowOwner {
  readonly frame: Keyframe;
  /** Where the next keyframe begins; undefined if there is none. */
  readonly until: number | undefined;
  /** The first row that belongs to a later keyframe; infinite if there is none. */
  readonly endRow: number;
}

/**
 * A session's keyframes on disk. Where they lie is remembered, and looked for from the end on and no further than needed; their
 * states are read when they are wanted. Only one may add to a folder at a time; dropped segments take theirs with them.
 */
export class Keyframes {
  readonly #folder: string;
  readonly #known = new Map<number, Entry[]>();

  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * Adds one to the segment that begins at `segment`. It takes the place of the one before if that is left with nothing to show: a
   * window that is dragged changes its size many times without any output.
   */
  append(segment: number, frame: Keyframe): void {
    const entries = this.#entriesOf(segment);
    const last = entries.at(-1);
    const isReplaced = last?.offset === frame.offset && last.firstRow >= frame.firstRow;
    if (isReplaced) entries.pop();
    // What a crash or a full disk cut off lies behind the last whole one and is written over.
    const before = entries.at(-1);
    const position = before ? before.position + before.length : 0;
    const bytes = Buffer.from(`${JSON.stringify(frame)}\n`);
    writeAt(segmentPath(this.#folder, segment, "keyframes"), position, bytes);
    const { offset, firstRow } = frame;
    entries.push({ segment, position, length: bytes.byteLength, offset, firstRow });
  }

  /** The oldest one. */
  first(): Keyframe | undefined {
    const entry = this.#firstEntry;
    return entry && this.#read(entry);
  }

  /** The number of the first row of the oldest one. */
  get firstRow(): number | undefined {
    return this.#firstEntry?.firstRow;
  }

  /** The last one at or before `offset`. */
  at(offset: number): Keyframe | undefined {
    for (const entry of this.#backwards()) {
      const frame = entry.offset <= offset ? this.#read(entry) : undefined;
      if (frame) return frame;
    }
    return undefined;
  }

  /** The one that `row` belongs to: the last that begins at or before it. */
  owner(row: number): RowOwner | undefined {
    let until: number | undefined;
    let endRow = Number.POSITIVE_INFINITY;
    for (const entry of this.#backwards()) {
      if (entry.firstRow <= row) {
        const frame = this.#read(entry);
        if (frame) return { frame, until, endRow };
      } else {
        // A row that came back to the screen belongs to a later one that begins further up.
        endRow = Math.min(endRow, entry.firstRow);
      }
      until = entry.offset;
    }
    return undefined;
  }

  get #firstEntry(): Entry | undefined {
    for (const segment of this.#segments()) {
      const [entry] = this.#entriesOf(segment);
      if (entry) return entry;
    }
    return undefined;
  }

  *#backwards(): Generator<Entry> {
    for (const segment of this.#segments().reverse()) yield* this.#entriesOf(segment).toReversed();
  }

  /** Where the segments begin that there are. Those that were dropped are forgotten. */
  #segments(): number[] {
    const starts = listSegments(this.#folder).map(({ start }) => start);
    const [oldest = 0] = starts;
    for (const segment of this.#known.keys()) if (segment < oldest) this.#known.delete(segment);
    return starts;
  }

  #entriesOf(segment: number): Entry[] {
    let entries = this.#known.get(segment);
    if (!entries) {
      entries = readEntries(this.#folder, segment);
      this.#known.set(segment, entries);
    }
    return entries;
  }

  /** Undefined if its segment was dropped meanwhile. */
  #read({ segment, position, length }: Entry): Keyframe | undefined {
    const text = readAt(segmentPath(this.#folder, segment, "keyframes"), position, length);
    if (text === undefined) this.#known.delete(segment);
    return text === undefined ? undefined : parseKeyframe(text, keyframe);
  }
}

/** Where a segment's keyframes lie. A line that a crash cut off, and what follows it, is left out. */
function readEntries(folder: string, segment: number): Entry[] {
  const entries: Entry[] = [];
  const bytes = contentOf(segmentPath(folder, segment, "keyframes"));
  for (let position = 0; ; ) {
    const end = bytes.indexOf(0x0a, position);
    const frame = end < 0 ? undefined : parseKeyframe(bytes.toString("utf8", position, end), keyframe);
    if (!frame) return entries;
    const length = end + 1 - position;
    entries.push({ segment, position, length, offset: frame.offset, firstRow: frame.firstRow });
    position += length;
  }
}

/** Reads one keyframe; undefined if it is damaged. */
export function parseKeyframe<Frame>(text: string, schema: z.ZodType<Frame>): Frame | undefined {
  try {
    return schema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

function contentOf(path: string): Buffer {
  try {
    return readFileSync(path);
  } catch (error) {
    if (isMissing(error)) return Buffer.alloc(0);
    throw error;
  }
}

function readAt(path: string, position: number, length: number): string | undefined {
  try {
    const descriptor = openSync(path, "r");
    try {
      const bytes = Buffer.alloc(length);
      return bytes.toString("utf8", 0, readSync(descriptor, bytes, 0, length, position));
    } finally {
      closeSync(descriptor);
    }
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

/** Writes to the file, which then ends behind what was written. */
function writeAt(path: string, position: number, bytes: Uint8Array): void {
  const descriptor = openSync(path, constants.O_WRONLY | constants.O_CREAT, 0o600);
  try {
    ftruncateSync(descriptor, position);
    for (let written = 0; written < bytes.byteLength; )
      written += writeSync(descriptor, bytes, written, bytes.byteLength - written, position + written);
  } finally {
    closeSync(descriptor);
  }
}
