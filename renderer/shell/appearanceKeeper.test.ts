import { describe, expect, test } from "vitest";
import { createAppearanceStore } from "./appearance.ts";
import { createAppearanceKeeper } from "./appearanceKeeper.ts";

/** A keeper whose saves wait until the test answers them. */
function begin() {
  const store = createAppearanceStore(null);
  const saves: { changes: object; answer: (wasSaved: boolean) => void }[] = [];
  const save = (changes: object): Promise<boolean> => {
    const { promise, resolve } = Promise.withResolvers<boolean>();
    saves.push({ changes, answer: resolve });
    return promise;
  };
  return { store, keeper: createAppearanceKeeper(store), saves, save };
}

describe("how things look", () => {
  test("follows the configuration", () => {
    const { store, keeper } = begin();
    keeper.told({ ...store.getState(), theme: "dark" });
    expect(store.getState().theme).toBe("dark");
  });

  test("ends where the last of many quick changes left it, here and in the configuration", async () => {
    const { store, keeper, saves, save } = begin();
    const changed = keeper.change({ terminalFontSize: 14 }, save);
    await keeper.change({ terminalFontSize: 15 }, save);
    await keeper.change({ terminalFontSize: 16 }, save);
    // The configuration tells of the first change while the others wait: nothing goes back on the screen.
    keeper.told({ ...store.getState(), terminalFontSize: 14, theme: "light" });
    expect(store.getState()).toMatchObject({ terminalFontSize: 16, theme: "light" });
    saves[0]?.answer(true);
    await expect.poll(() => saves.length).toBe(2);
    saves[1]?.answer(true);
    await changed;
    expect(saves.map(({ changes }) => changes)).toEqual([{ terminalFontSize: 14 }, { terminalFontSize: 16 }]);
    expect(store.getState().terminalFontSize).toBe(16);
  });

  test("takes back what could not be saved, and nothing else", async () => {
    const { store, keeper, saves, save } = begin();
    const changed = keeper.change({ theme: "dark" }, save);
    keeper.told({ ...store.getState(), theme: "contrast", language: "en" });
    expect(store.getState().theme).toBe("dark");
    saves[0]?.answer(false);
    await changed;
    expect(store.getState()).toMatchObject({ theme: "contrast", language: "en" });
  });

  test("keeps the choice of who may not change the configuration on this page", async () => {
    const { store, keeper } = begin();
    await keeper.change({ theme: "dark" }, null);
    keeper.told({ ...store.getState(), theme: "light", terminalFontSize: 20 });
    expect(store.getState()).toMatchObject({ theme: "dark", terminalFontSize: 20 });
  });
});
