import { closeSync, openSync, readdirSync, readSync, statSync, unlinkSync } from "node:fs";
import { join } from "node:path";

/**
 * A session's output lies in its folder as segments: `<start>.output` holds the bytes from that offset on, exactly as printed;
 * `<start>.times` says when (timeIndex.ts) and `<start>.keyframes` what the terminal looked like (keyframes.ts). Segments follow
 * each other; where one does not begin at the end of the one before, the bytes between could not be kept (a full disk).
 */
export interface Segment {
  readonly start: number;
  readonly end: number;
}

export type SegmentFile = "output" | "times" | "keyframes";

/** Segments are cut at the first write beyond this size, so they end a little later. Oldest segments are dropped whole. */
export const segmentBytes = 4 * 1024 * 1024;

/** The path of one of a segment's files. Sixteen digits keep names in order up to nine petabytes. */
export function segmentPath(folder: string, start: number, file: SegmentFile): string {
  return join(folder, `${String(start).padStart(16, "0")}.${file}`);
}

/** The segments in a folder, oldest first; none if the folder does not exist. */
export function listSegments(folder: string): Segment[] {
  const segments: Segment[] = [];
  for (const name of namesIn(folder)) {
    const match = /^(\d{16})\.output$/.exec(name);
    if (!match) continue;
    const start = Number(match[1]);
    // It may have been dropped since the folder was listed.
    const size = statSync(join(folder, name), { throwIfNoEntry: false })?.size;
    if (size !== undefined) segments.push({ start, end: start + size });
  }
  return segments.sort((a, b) => a.start - b.start);
}

/**
 * The segments a writer has added to meanwhile, without looking at all of them again: the last one's size, and those that follow it
 * without a gap. Older ones may have been dropped.
 */
export function followSegments(folder: string, known: readonly Segment[]): Segment[] {
  const segments = [...known];
  for (let start = segments.pop()?.start ?? 0; ; ) {
    const size = statSync(segmentPath(folder, start, "output"), { throwIfNoEntry: false })?.size;
    if (size === undefined) return segments;
    segments.push({ start, end: start + size });
    if (size === 0) return segments;
    start += size;
  }
}

/** Removes a segment's files. */
export function deleteSegment(folder: string, start: number): void {
  for (const file of ["keyframes", "times", "output"] as const) {
    try {
      unlinkSync(segmentPath(folder, start, file));
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }
}

/** The segment that holds the byte at `offset`, or the last one if `offset` is the end of it all. */
export function segmentAt(segments: readonly Segment[], offset: number): Segment | undefined {
  for (let index = segments.length - 1; index >= 0; index--) {
    const segment = segments[index];
    if (segment && segment.start <= offset) {
      const isEnd = index === segments.length - 1 && offset === segment.end;
      return offset < segment.end || isEnd ? segment : undefined;
    }
  }
  return undefined;
}

/** Reads up to `length` bytes from `offset` on, within one segment. Empty where nothing is kept. */
export function readOutput(folder: string, segment: Segment, offset: number, length: number): Uint8Array {
  const wanted = Math.min(length, segment.end - offset);
  if (wanted <= 0) return new Uint8Array(0);
  const descriptor = openOutput(folder, segment);
  if (descriptor === undefined) return new Uint8Array(0);
  try {
    const bytes = new Uint8Array(wanted);
    let filled = 0;
    while (filled < wanted) {
      const read = readSync(descriptor, bytes, filled, wanted - filled, offset - segment.start + filled);
      if (read === 0) break;
      filled += read;
    }
    return bytes.subarray(0, filled);
  } finally {
    closeSync(descriptor);
  }
}

/** Undefined if the segment was dropped meanwhile. */
function openOutput(folder: string, segment: Segment): number | undefined {
  try {
    return openSync(segmentPath(folder, segment.start, "output"), "r");
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

/** Whether a file system error says that the file does not exist. */
export function isMissing(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ENOENT";
}
