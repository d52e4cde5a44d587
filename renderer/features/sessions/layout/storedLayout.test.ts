import { describe, expect, it } from "vitest";
import { emptyLayout, moveToOtherPane, openTab } from "./paneLayout.ts";
import { loadLayout, saveLayout } from "./storedLayout.ts";

function memoryStorage(): Storage {
  const entries = new Map<string, string>();
  return {
    get length() {
      return entries.size;
    },
    clear: () => entries.clear(),
    getItem: (key) => entries.get(key) ?? null,
    key: (index) => [...entries.keys()][index] ?? null,
    removeItem: (key) => void entries.delete(key),
    setItem: (key, value) => void entries.set(key, value),
  };
}

describe("the remembered layout", () => {
  it("comes back as it was", () => {
    const storage = memoryStorage();
    const layout = moveToOtherPane(openTab(openTab(emptyLayout, "a"), "b"), "b", "stacked");
    saveLayout(storage, layout);
    expect(loadLayout(storage)).toEqual(layout);
  });

  it("is empty when what is stored is damaged or contradicts itself", () => {
    const storage = memoryStorage();
    for (const text of [
      "",
      "{",
      '{"panes":[]}',
      '{"panes":[{"tabs":["a"],"active":"b"}],"focused":0,"direction":"beside","ratio":0.5}',
      '{"panes":[{"tabs":[],"active":null}],"focused":1,"direction":"beside","ratio":0.5}',
    ]) {
      storage.setItem("quarterdeck.sessions.layout", text);
      expect(loadLayout(storage)).toEqual(emptyLayout);
    }
  });
});
