import { expect, test } from "vitest";
import { createPutAwayStore } from "./putAway.ts";

test("what was put away stays so at the next visit; a damaged memory is an empty one", () => {
  const kept = new Map<string, string>();
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
  };
  createPutAwayStore(storage).setState(["secrets-in-vault"], true);
  expect(createPutAwayStore(storage).getState()).toEqual(["secrets-in-vault"]);
  for (const key of kept.keys()) kept.set(key, "{");
  expect(createPutAwayStore(storage).getState()).toEqual([]);
});
