import { describe, expect, it } from "vitest";
import { createDrafts, emptyDraft } from "./drafts.ts";

function createTestStorage() {
  const kept = new Map<string, string>();
  return {
    kept,
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
}

describe("drafts", () => {
  it("are kept by conversation, through a reload", () => {
    const storage = createTestStorage();
    const drafts = createDrafts(storage);
    drafts.change("one", { text: "half a thought" });
    drafts.change("two", { text: "另一个" });
    expect(drafts.of("one").text).toBe("half a thought");
    expect(createDrafts(storage).of("two").text).toBe("另一个");
  });

  it("leave nothing behind once they are sent", () => {
    const storage = createTestStorage();
    const drafts = createDrafts(storage);
    drafts.change("one", { text: "sent" });
    drafts.clear("one");
    expect(storage.kept.size).toBe(0);
    expect(createDrafts(storage).of("one")).toEqual(emptyDraft);
  });

  it("are the same object while nothing changes, also where the storage is damaged", () => {
    const storage = createTestStorage();
    storage.setItem("quarterdeck.chat.draft.one", '{"text":5}');
    storage.setItem("quarterdeck.chat.draft.two", '{"text":"kept"}');
    const drafts = createDrafts(storage);
    expect(drafts.of("one")).toBe(emptyDraft);
    expect(drafts.of("two")).toBe(drafts.of("two"));
  });
});
