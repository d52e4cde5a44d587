import { appendFileSync, readFileSync } from "node:fs";
import { z } from "zod";
import { isMissing, listSegments, segmentPath } from "../history/segments.ts";

/**
 * What a terminal looked like at an offset: written to a fresh terminal of this size, `state` gives the same screen, cursor, colours
 * and modes. Like a video's keyframes they let any place of the history be shown without parsing all that came before.
 */
const keyframe = z.object({
  offset: z.number().int().nonnegative(),
  time: z.number(),
  columns: z.number().int().positive(),
  rows: z.number().int().positive(),
  /** The number of the first row in `state`. The rows from here to the next keyframe's first row are this keyframe's. */
  firstRow: z.number().int().nonnegative(),
  state: z.string(),
  /** The window title, if it was known. */
  title: z.string().optional(),
});
export type Keyframe = z.infer<typeof keyframe>;

/** One keyframe at least every so many bytes: what must be parsed to show any row. */
export const keyframeBytes = 1024 * 1024;

/** Adds a keyframe to the segment that begins at `segmentStart`. */
export function appendKeyframe(folder: string, segmentStart: number, frame: Keyframe): void {
  appendFileSync(segmentPath(folder, segmentStart, "keyframes"), `${JSON.stringify(frame)}\n`, { mode: 0o600 });
}

/** All keyframes in a folder, by offset. A line that a crash cut off, and what follows it, is left out. */
export function readKeyframes(folder: string): Keyframe[] {
  return listSegments(folder).flatMap((segment) => readSegmentKeyframes(folder, segment.start));
}

function readSegmentKeyframes(folder: string, segmentStart: number): Keyframe[] {
  const frames: Keyframe[] = [];
  for (const line of linesOf(segmentPath(folder, segmentStart, "keyframes"))) {
    const frame = parseKeyframe(line);
    if (!frame) break;
    frames.push(frame);
  }
  return frames;
}

function linesOf(path: string): string[] {
  try {
    return readFileSync(path, "utf8").split("\n").filter(Boolean);
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

/** Reads one keyframe; undefined if it is damaged. */
export function parseKeyframe(text: string): Keyframe | undefined {
  try {
    return keyframe.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}
