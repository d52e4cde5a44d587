import { type FileHandle, open } from "node:fs/promises";
import { join } from "node:path";
import type { LogEntry } from "#shared/contract/system.ts";
import type { LogLevel } from "./log.ts";
import { isAtLeast } from "./logEntry.ts";
import { parseJsonLine } from "./logLines.ts";
import { logFileNames, putAwayFiles } from "./rotation.ts";

export interface RecentLogsRequest {
  /** The least important level wanted. */
  readonly level: LogLevel;
  readonly limit: number;
  /** A text that the part, the message or the context must contain; case does not count. */
  readonly contains?: string | undefined;
}

const chunkBytes = 65_536;
/** How far back a search that finds little goes before it answers with what it has. */
const maximumScannedBytes = 64 * 2 ** 20;

/** The newest entries, the newest first, read backwards through the current file and then those that were put away. */
export async function readRecentLogs(folder: string, request: RecentLogsRequest): Promise<LogEntry[]> {
  const found: LogEntry[] = [];
  const needle = request.contains?.toLowerCase() ?? "";
  const budget = { bytes: maximumScannedBytes };
  for (const path of [join(folder, logFileNames.json), ...putAwayFiles(folder, ".jsonl")]) {
    for await (const line of linesBackwards(path, budget)) {
      if (needle !== "" && !line.toLowerCase().includes(needle)) continue;
      const entry = parseJsonLine(line);
      if (!entry || !isAtLeast(entry.level, request.level) || !isAbout(entry, needle)) continue;
      found.push(entry);
      if (found.length >= request.limit) return found;
    }
  }
  return found;
}

/** The raw line also holds names of fields; what is asked for is what was said. */
function isAbout({ part, message, context }: LogEntry, needle: string): boolean {
  return needle === "" || `${part}\n${message}\n${JSON.stringify(context)}`.toLowerCase().includes(needle);
}

/** The lines of a file from its end. A line is put together from bytes, as a chunk may begin within a character. */
async function* linesBackwards(path: string, budget: { bytes: number }): AsyncGenerator<string> {
  const file = await openIfThere(path);
  if (!file) return;
  try {
    let position = (await file.stat()).size;
    let rest = Buffer.alloc(0);
    while (position > 0 && budget.bytes > 0) {
      const length = Math.min(chunkBytes, position);
      position -= length;
      budget.bytes -= length;
      const chunk = Buffer.concat([await readExactly(file, position, length), rest]);
      // Before the first line's end stands a line whose beginning is not read yet.
      const lineBegin = position === 0 ? 0 : chunk.indexOf(0x0a) + 1;
      rest = lineBegin === 0 && position > 0 ? chunk : chunk.subarray(0, lineBegin);
      if (lineBegin === 0 && position > 0) continue;
      const complete = chunk.subarray(lineBegin);
      yield* complete
        .toString("utf8")
        .split("\n")
        .filter((line) => line !== "")
        .reverse();
    }
  } finally {
    await file.close();
  }
}

async function openIfThere(path: string): Promise<FileHandle | null> {
  try {
    return await open(path, "r");
  } catch (error) {
    // Put away between the listing and now, or nothing was logged yet.
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw error;
  }
}

async function readExactly(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const buffer = Buffer.alloc(length);
  const { bytesRead } = await file.read(buffer, 0, length, position);
  return buffer.subarray(0, bytesRead);
}
