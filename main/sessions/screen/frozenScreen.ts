import { readFileSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { isMissing } from "../history/segments.ts";
import { type Keyframe, keyframe, parseKeyframe } from "./keyframes.ts";

/** The terminal of a session that is quiet, with the rows above its screen: kept on disk instead of in memory. */
const fileName = "screen.json";

/** Writes it whole or not at all. */
export function writeFrozenScreen(folder: string, frame: Keyframe): void {
  const path = join(folder, fileName);
  writeFileSync(`${path}.new`, JSON.stringify(frame), { mode: 0o600 });
  renameSync(`${path}.new`, path);
}

/** Undefined if there is none or it is damaged: then the last keyframe serves. */
export function readFrozenScreen(folder: string): Keyframe | undefined {
  try {
    return parseKeyframe(readFileSync(join(folder, fileName), "utf8"), keyframe);
  } catch (error) {
    if (isMissing(error)) return undefined;
    throw error;
  }
}
