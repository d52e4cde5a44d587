import { describe, expect, it } from "vitest";
import type { OutboxEntry } from "../outbox/outboxState.ts";
import { shownMessages } from "./shownMessages.ts";
import { exampleMessage, exampleMessageId } from "./testConversation.ts";

const path = [1, 2, 3, 4].map((number) => exampleMessage(number));
const entry = (number: number, parent?: string | null): OutboxEntry => ({
  state: { kind: "sending" },
  message: {
    id: exampleMessageId(number),
    conversation: "",
    begins: null,
    text: "",
    attachments: [],
    createdAt: 0,
    ...(parent === undefined ? {} : { parent }),
  },
});
const shown = (...unsent: OutboxEntry[]): readonly (readonly string[])[] => {
  const { entries, unsent: waiting } = shownMessages(path, unsent);
  return [entries.map(({ id }) => id.slice(-2)), waiting.map(({ message }) => message.id.slice(-2))];
};

describe("what is drawn of a conversation", () => {
  it("is its path and what is on its way, each once", () => {
    expect(shown(entry(5))).toEqual([["01", "02", "03", "04"], ["05"]]);
    expect(shown(entry(4))).toEqual([["01", "02", "03", "04"], []]);
  });

  it("ends where another version is on its way", () => {
    expect(shown(entry(9, exampleMessageId(2)))).toEqual([["01", "02"], ["09"]]);
    expect(shown(entry(9, null))).toEqual([[], ["09"]]);
  });

  it("stays whole where that place is on another path", () => {
    expect(shown(entry(9, exampleMessageId(77)))).toEqual([["01", "02", "03", "04"], ["09"]]);
  });
});
