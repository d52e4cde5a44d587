import type { AttentionEvent, AttentionItem } from "#shared/contract/attention.ts";

/** What a phone has been told of attention items, and what was wrong with it. */
export interface ItemLog {
  add(event: AttentionEvent, now: number): void;
  /** What to ask for after a reconnection. */
  readonly last: number | undefined;
  /** When each item was first told of, by its text, in that order. */
  readonly arrivals: ReadonlyMap<string, number>;
  /** The newest version of each item, by its text. */
  readonly items: ReadonlyMap<string, AttentionItem>;
  /** Changes that came although they, or later ones, had come before. */
  readonly repeated: number;
  /** How often everything was told anew. */
  readonly wholes: number;
}

/** An empty log. */
export function createItemLog(): ItemLog {
  const arrivals = new Map<string, number>();
  const items = new Map<string, AttentionItem>();
  const count = { repeated: 0, wholes: 0 };
  let last: number | undefined;
  return {
    add(event, now) {
      const told = event.kind === "snapshot" ? event.items : [event.item];
      if (event.kind === "snapshot" && event.isWhole) count.wholes += 1;
      for (const item of told) {
        if (last !== undefined && item.sequence <= last) {
          count.repeated += 1;
          continue;
        }
        last = item.sequence;
        if (!arrivals.has(item.text)) arrivals.set(item.text, now);
        items.set(item.text, item);
      }
      last = Math.max(last ?? 0, event.sequence);
    },
    get last() {
      return last;
    },
    get repeated() {
      return count.repeated;
    },
    get wholes() {
      return count.wholes;
    },
    arrivals,
    items,
  };
}
