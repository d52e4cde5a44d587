import { readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { isMissing } from "../history/segments.ts";
import { keyframe, parseKeyframe } from "./keyframes.ts";

const rowNumber = z.number().int();
const frozenScreen = keyframe.extend({
  firstRow: rowNumber,
  wrapping: z.object({ from: rowNumber, linesAbove: z.array(rowNumber) }).optional(),
});
export type FrozenScreen = z.infer<typeof frozenScreen>;

/** The terminal of a session that is quiet, with the rows above its screen: kept on disk instead of in memory. */
const fileName = "screen.json";

/** Writes it whole or not at all. */
export function writeFrozenScreen(folder: string, screen: FrozenScreen): void {
  const path = join(folder, fileName);
  writeFileSync(`${path}.new`, JSON.stringify(screen), { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

/** It is not what the terminal looks like any more, although nothing was printed. */
export function removeFrozenScreen(folder: string): void {
  rmSync(join(folder, fileName), { force: true });
}

/** Undefined if there is none or it is damaged: then the last keyframe serves. */
export function readFrozenScreen(folder: string): FrozenScreen | undefined {
  try {
    return parseKeyframe(readFileSync(join(folder, fileName), "utf8"), frozenScreen);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}
