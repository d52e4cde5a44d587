import type { LogEntry } from "#shared/contract/system.ts";

export interface KeyedEntry {
  readonly key: string;
  readonly entry: LogEntry;
}

/**
 * Entries with keys that stay the same when newer ones come in above: the time and the words, and a number counted from the
 * oldest for entries that are alike.
 */
export function keyedEntries(newestFirst: readonly LogEntry[]): readonly KeyedEntry[] {
  const seen = new Map<string, number>();
  const keyed = newestFirst.toReversed().map((entry) => {
    const base = `${entry.time}:${entry.part}:${entry.message}`;
    const count = seen.get(base) ?? 0;
    seen.set(base, count + 1);
    return { key: `${base}:${count}`, entry };
  });
  return keyed.reverse();
}
