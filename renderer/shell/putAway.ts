import { z } from "zod";
import { createStore, type StoreApi } from "zustand/vanilla";
import { readJson } from "./browserStorage.ts";

const storageKey = "quarterdeck.putAway";
const codes = z.array(z.string()).catch([]);

/** The codes of the hints that were put away in this browser, for good; shared by its windows from their next start on. */
export function createPutAwayStore(storage: Pick<Storage, "getItem" | "setItem"> | null): StoreApi<readonly string[]> {
  const store = createStore<readonly string[]>(() => codes.parse(readJson(storage?.getItem(storageKey) ?? null)));
  store.subscribe((next) => storage?.setItem(storageKey, JSON.stringify(next)));
  return store;
}
