import { existsSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { join, parse } from "node:path";
import { fileTime } from "../storage/fileTime.ts";

/** The names of the current log files. Full ones are put away as `quarterdeck-<time>.log` and `.jsonl` beside them. */
export const logFileNames = { readable: "quarterdeck.log", json: "quarterdeck.jsonl" } as const;

const putAwayName = /^quarterdeck-\d{4}-\d{2}-\d{2}T[\d-]+Z(?:-\d+)?\.(?:log|jsonl)$/;

/** Renames a full log file, which loses nothing: the next line begins a new one. Returns the new path. */
export function putAway(path: string, now: Date): string {
  const { dir, name, ext } = parse(path);
  const target = (suffix: string) => join(dir, `${name}-${fileTime(now)}${suffix}${ext}`);
  let free = target("");
  for (let count = 2; existsSync(free); count++) free = target(`-${count}`);
  renameSync(path, free);
  return free;
}

/** Files that were put away, the newest first. */
export function putAwayFiles(folder: string, extension: ".log" | ".jsonl"): readonly string[] {
  const names = readdirSync(folder).filter((name) => putAwayName.test(name) && name.endsWith(extension));
  return names.toSorted(byTimeDescending).map((name) => join(folder, name));
}

/** Deletes files that were put away and whose last line is older than that many days. Returns what was deleted. */
export function deleteOld(folder: string, keepDays: number, now: Date): readonly string[] {
  const oldest = now.getTime() - keepDays * 86_400_000;
  const old = [...putAwayFiles(folder, ".log"), ...putAwayFiles(folder, ".jsonl")].filter(
    (path) => statSync(path).mtimeMs < oldest,
  );
  for (const path of old) rmSync(path, { force: true });
  return old;
}

/** By the time in the name, then by the number that tells files of the same millisecond apart. */
function byTimeDescending(left: string, right: string): number {
  const key = (name: string) =>
    name.replace(/Z(?:-(\d+))?\.\w+$/, (_all, count: string | undefined) => `Z${(count ?? "1").padStart(6, "0")}`);
  return key(left) < key(right) ? 1 : -1;
}
