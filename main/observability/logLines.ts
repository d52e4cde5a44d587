import { z } from "zod";
import { logEntry as entrySchema, type LogEntry } from "#shared/contract/system.ts";

/** One line for people: `2026-11-21 01:14:09.123 INFO  [sessions] A session ended  id=4c2 code=0`. Times are UTC. */
export function readableLine({ time, level, part, message, context }: LogEntry): string {
  const stamp = new Date(time).toISOString().replace("T", " ").replace("Z", "");
  const { error, ...rest } = context;
  const values = Object.entries(rest).map(
    ([name, value]) =>
      `${name}=${typeof value === "string" && /^[^\s"=]+$/.test(value) ? value : JSON.stringify(value)}`,
  );
  const details = values.length === 0 ? "" : `  ${values.join(" ")}`;
  return `${stamp} ${level.toUpperCase().padEnd(5)} [${part}] ${harmless(message)}${harmless(details)}${errorLines(error)}`;
}

/** One line for programs: the entry as JSON, its time as ISO 8601 in UTC. */
export function jsonLine({ time, ...entry }: LogEntry): string {
  return JSON.stringify({ time: new Date(time).toISOString(), ...entry });
}

const writtenEntry = entrySchema.extend({ time: z.iso.datetime().transform((text) => Date.parse(text)) });

/** The entry in a line of the JSON log; null for a line that is none, as a crash or a full disk may leave one cut off. */
export function parseJsonLine(line: string): LogEntry | null {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    // A torn line is expected, see above; there is nothing else to do with it.
    return null;
  }
  const result = writtenEntry.safeParse(value);
  return result.success ? result.data : null;
}

/** An error below its message, indented: its stack, or what there is of it, then its causes. */
function errorLines(error: unknown, prefix = ""): string {
  if (error === undefined) return "";
  if (typeof error !== "object" || error === null) return `\n    ${prefix}${harmless(String(error))}`;
  const text = "stack" in error && typeof error.stack === "string" ? error.stack : JSON.stringify(error);
  const cause = "cause" in error ? errorLines(error.cause, "caused by: ") : "";
  return `\n    ${prefix}${harmless(text)}${cause}`;
}

/** So that a message can neither pretend to be a line of its own nor steer the terminal it is read in. */
function harmless(text: string): string {
  return text
    .replace(/\r\n|\r|\n/g, "\n    ")
    .replace(/[\p{Cc}\u2028\u2029]/gu, (character) =>
      character === "\n" || character === "\t"
        ? character
        : `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
    );
}
