import { join } from "node:path";
import electronLog from "electron-log/node";
import type { LogEntry } from "#shared/contract/system.ts";
import { jsonLine, readableLine } from "./logLines.ts";
import { logFileNames, putAway } from "./rotation.ts";

export interface WriterOptions {
  readonly folder: string;
  /** Where readable lines go besides the file; null for nowhere. */
  readonly writeReadable: ((line: string) => void) | null;
  /** The size at which a file is put away. */
  maximumBytes(): number;
  /** Told after a file was put away. */
  readonly rotated: () => void;
}

/** Writes an entry to every place at once; it is on the way to the disk when this returns. */
export type WriteEntry = (entry: LogEntry) => void;

/**
 * The adapter to electron-log, which the desktop and the headless host use alike through its Node entry. Entries come here
 * redacted and judged by level, so its own levels, formats and rotation (which keeps one old file) are not used. What
 * it has to complain about itself, such as a file that cannot be written, it says on stderr.
 */
export function createElectronLogWriter(options: WriterOptions): WriteEntry {
  const readable = fileLogger("quarterdeck", join(options.folder, logFileNames.readable), readableLine, options);
  const json = fileLogger("quarterdeck-json", join(options.folder, logFileNames.json), jsonLine, options);
  return (entry) => {
    const line = readableLine(entry);
    if (options.writeReadable) options.writeReadable(line);
    readable(entry);
    json(entry);
  };
}

function fileLogger(
  logId: string,
  path: string,
  format: (entry: LogEntry) => string,
  { maximumBytes, rotated, writeReadable }: WriterOptions,
): WriteEntry {
  const { file } = electronLog.create({ logId }).transports;
  // Otherwise it looks for a package.json above the working folder, and throws where there is none.
  file.setAppName("quarterdeck");
  file.resolvePathFn = () => path;
  file.writeOptions = { flag: "a", mode: 0o600, encoding: "utf8" };
  file.transforms = [({ data }) => format(data[0])];
  file.archiveLogFn = () => {
    try {
      putAway(path, new Date());
      rotated();
    } catch (error) {
      // The file then grows beyond its size, which is better than losing what stands in it or failing whoever logs.
      writeReadable?.(`The log file could not be put away: ${String(error)}`);
    }
  };
  return (entry) => {
    file.maxSize = maximumBytes();
    file({ data: [entry], date: new Date(entry.time), level: entry.level });
  };
}
