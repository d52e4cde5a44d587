import { mkdirSync } from "node:fs";
import { createElectronLogWriter } from "./electronLogWriter.ts";
import type { Log, LogContext, LogLevel } from "./log.ts";
import { isAtLeast, logEntry } from "./logEntry.ts";
import { deleteOld } from "./rotation.ts";

interface LogSettings {
  /** The least important level that is written. */
  readonly level: LogLevel;
  /** How many days a full file is kept after its last line. */
  readonly keepDays: number;
  /** The size at which a file is put away and a new one begun. */
  readonly maximumMegabytes: number;
}

export interface CreateLogOptions extends Partial<LogSettings> {
  /** Holds `quarterdeck.log` for people and `quarterdeck.jsonl` for programs; made if it is not there. */
  readonly folder: string;
  /** Where readable lines go besides the file: stderr unless told, null for nowhere. Never stdout, which is for answers. */
  readonly writeReadable?: ((line: string) => void) | null;
  readonly now?: () => Date;
}

/** The log of the whole house: the root of every part's. */
export interface RootLog extends Log, Disposable {
  /** Takes over changed settings at once. */
  configure(settings: Partial<LogSettings>): void;
}

const dayMs = 86_400_000;

/**
 * Opens the log. Whatever is written is redacted and shortened first. A line that cannot be written (a full disk) is lost from
 * the file and said on stderr; logging itself never throws.
 */
export function createLog(options: CreateLogOptions): RootLog {
  const { folder, now = () => new Date(), writeReadable = writeToStderr } = options;
  let settings: LogSettings = {
    level: options.level ?? "info",
    keepDays: options.keepDays ?? 30,
    maximumMegabytes: options.maximumMegabytes ?? 10,
  };
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const tidy = () => tidyUp(folder, settings.keepDays, now(), writeReadable);
  const write = createElectronLogWriter({
    folder,
    writeReadable,
    maximumBytes: () => settings.maximumMegabytes * 2 ** 20,
    rotated: tidy,
  });
  // For a process that runs for weeks and says little.
  const timer = setInterval(tidy, dayMs);
  timer.unref();
  tidy();

  const logFor = (part: string, inherited: LogContext): Log => {
    const at =
      (level: LogLevel) =>
      (message: string, context: LogContext = {}) => {
        if (isAtLeast(level, settings.level))
          write(logEntry(level, part, message, { ...inherited, ...context }, now()));
      };
    return {
      debug: at("debug"),
      info: at("info"),
      warn: at("warn"),
      error: at("error"),
      child: (child) =>
        logFor(child.part ?? part, {
          ...inherited,
          ...child.context,
          ...(child.correlationId === undefined ? {} : { correlationId: child.correlationId }),
        }),
    };
  };
  return {
    ...logFor("app", {}),
    configure: (changes) => {
      settings = { ...settings, ...changes };
    },
    [Symbol.dispose]: () => clearInterval(timer),
  };
}

function writeToStderr(line: string): void {
  process.stderr.write(`${line}\n`);
}

function tidyUp(folder: string, keepDays: number, now: Date, writeReadable: ((line: string) => void) | null): void {
  try {
    deleteOld(folder, keepDays, now);
  } catch (error) {
    // Not through the log, which may be the one that asked.
    writeReadable?.(`Old log files could not be deleted: ${String(error)}`);
  }
}
