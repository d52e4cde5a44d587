import { describe, expect, it } from "vitest";
import { exampleConversation } from "../conversation/testConversation.ts";
import {
  applyConversationsEvent,
  conversationLines,
  neighbourConversation,
  unknownConversations,
  withOlder,
} from "./conversationList.ts";

const one = exampleConversation({ id: "one", updatedAt: 1 });
const two = exampleConversation({ id: "two", updatedAt: 2 });
const pinned = exampleConversation({ id: "pinned", updatedAt: 0, isPinned: true });
const begun = applyConversationsEvent(unknownConversations, {
  kind: "snapshot",
  sequence: 5,
  conversations: [pinned, two],
  total: 3,
});
const shown = (state: typeof begun): readonly string[] =>
  conversationLines(state).map((line) =>
    line.kind === "conversation" ? line.conversation.id : line.kind === "group" ? `# ${line.group}` : "older…",
  );

describe("the list of conversations", () => {
  it("puts pinned ones first and the latest on top of each group", () => {
    expect(shown(withOlder(begun, { conversations: [one], total: 3 }))).toEqual([
      "# pinned",
      "pinned",
      "# latest",
      "two",
      "one",
    ]);
  });

  it("offers older ones while there are any", () => {
    expect(shown(begun).at(-1)).toBe("older…");
    expect(shown(withOlder(begun, { conversations: [], total: 3 })).at(-1)).toBe("two");
  });

  it("follows changes and deletions, and ignores what is older than it is", () => {
    const moved = applyConversationsEvent(begun, {
      kind: "changed",
      sequence: 6,
      conversation: { ...two, title: "Ebb" },
    });
    expect(moved.byId.get("two")?.title).toBe("Ebb");
    expect(applyConversationsEvent(moved, { kind: "changed", sequence: 6, conversation: two })).toBe(moved);
    expect(applyConversationsEvent(moved, { kind: "deleted", sequence: 7, id: "two" }).byId.has("two")).toBe(false);
  });

  it("does not take an older page's word over the stream's", () => {
    const stale = { ...two, title: "stale" };
    expect(withOlder(begun, { conversations: [stale], total: 3 }).byId.get("two")?.title).toBe("Tides");
  });

  it("is walked by arrow keys across groups, and stops at its ends", () => {
    const lines = conversationLines(begun);
    expect(neighbourConversation(lines, "pinned", 1)).toBe("two");
    expect(neighbourConversation(lines, "two", 1)).toBeNull();
    expect(neighbourConversation(lines, null, -1)).toBe("two");
  });
});
