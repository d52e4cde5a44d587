import { z } from "zod";
import type { AttentionItem } from "#shared/contract/attention.ts";
import { readJson } from "../shell/browserStorage.ts";

/** Remembers in this tab which open items were announced, so that reloading the page announces nothing twice. */
export interface Announced {
  /** Those that are open and were not announced yet, oldest first; from now on they count as announced. */
  take(items: readonly AttentionItem[]): readonly AttentionItem[];
}

const storageKey = "quarterdeck.attention.announced";
const storedIds = z.array(z.string()).nullable().catch(null);

/** `storage` is the tab's; without one only this page remembers. */
export function createAnnounced(storage: Pick<Storage, "getItem" | "setItem"> | null): Announced {
  const stored = storage?.getItem(storageKey) ?? null;
  let known = stored === null ? null : new Set(storedIds.parse(readJson(stored)) ?? []);
  return {
    take: (items) => {
      const open = items.filter(({ state }) => state === "open");
      // The first look at a deck announces nothing: what waits there is on the badge already.
      const before = known ?? new Set(open.map(({ id }) => id));
      const fresh = open.filter(({ id }) => !before.has(id)).sort((left, right) => left.sequence - right.sequence);
      known = new Set(open.map(({ id }) => id));
      if (known.size !== before.size || fresh.length > 0 || stored === null)
        storage?.setItem(storageKey, JSON.stringify([...known]));
      return fresh;
    },
  };
}
