import type { LogEntry } from "#shared/contract/system.ts";
import { redact } from "#shared/text/redact.ts";
import { redactText } from "#shared/text/redactText.ts";
import { truncate } from "#shared/text/truncate.ts";
import type { LogContext, LogLevel } from "./log.ts";

/** The order of levels: a log writes its own and those after it. */
const logLevels = ["debug", "info", "warn", "error"] as const satisfies readonly LogLevel[];

/** Whether a message of this level belongs into a log that begins at `lowest`. */
export function isAtLeast(level: LogLevel, lowest: LogLevel): boolean {
  return logLevels.indexOf(level) >= logLevels.indexOf(lowest);
}

/** A context larger than this, as JSON, is kept as a shortened text. */
const maximumContextCharacters = 32_768;

/** An entry as it may be written: without secrets, every text and the whole of bounded size. */
export function logEntry(level: LogLevel, part: string, message: string, context: LogContext, now: Date): LogEntry {
  const copy = shorten(redact(context));
  const text = JSON.stringify(copy);
  const isTooLarge = text.length > maximumContextCharacters || !isRecord(copy);
  return {
    time: now.getTime(),
    level,
    part,
    message: truncate(redactText(message)),
    context: isTooLarge ? { shortened: truncate(text) } : copy,
  };
}

function shorten(value: unknown): unknown {
  if (typeof value === "string") return truncate(value);
  if (Array.isArray(value)) return value.map(shorten);
  return isRecord(value)
    ? Object.fromEntries(Object.entries(value).map(([key, inner]) => [truncate(key), shorten(inner)]))
    : value;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
