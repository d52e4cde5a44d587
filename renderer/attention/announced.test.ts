import { describe, expect, test } from "vitest";
import { createAnnounced } from "./announced.ts";
import { testItem } from "./testItem.ts";

function memoryStorage(): Pick<Storage, "getItem" | "setItem"> {
  const values = new Map<string, string>();
  return { getItem: (key) => values.get(key) ?? null, setItem: (key, value) => void values.set(key, value) };
}

describe("announcing what needs the user", () => {
  test("leaves out what waited before the first look, and says each later one once, oldest first", () => {
    const announced = createAnnounced(null);
    const old = testItem({ sequence: 1 });
    const second = testItem({ sequence: 2 });
    const third = testItem({ sequence: 3 });
    expect(announced.take([old])).toEqual([]);
    expect(announced.take([third, second, old])).toEqual([second, third]);
    expect(announced.take([third, { ...second, sequence: 7 }, old])).toEqual([]);
  });

  test("is remembered by the tab: a reloaded page says nothing twice, but what came meanwhile", () => {
    const storage = memoryStorage();
    const old = testItem({ sequence: 1 });
    createAnnounced(storage).take([old]);
    const fresh = testItem({ sequence: 3 });
    expect(createAnnounced(storage).take([{ ...old, sequence: 2 }, fresh])).toEqual([fresh]);
    expect(createAnnounced(storage).take([old, fresh])).toEqual([]);
  });

  test("says nothing of what is settled already", () => {
    const announced = createAnnounced(null);
    announced.take([]);
    expect(announced.take([testItem({ state: "answered" })])).toEqual([]);
  });
});
