import type { Conversation } from "#shared/contract/chat.ts";
import type { Message } from "#shared/contract/chatMessages.ts";

/** A conversation for tests. */
export function exampleConversation(changes: Partial<Conversation> = {}): Conversation {
  return {
    id: "00000000-0000-4000-8000-000000000001",
    title: "Tides",
    isPinned: false,
    createdAt: 1,
    updatedAt: 1,
    model: null,
    systemPrompt: "",
    head: null,
    branchedFrom: null,
    messages: 0,
    preview: "",
    state: "idle",
    usage: { inputTokens: 0, outputTokens: 0, cost: null },
    context: { usedTokens: 0, windowTokens: 8000, summarisedUpTo: null, summary: null, isSummarising: false },
    ...changes,
  };
}

/** A message for tests; its id is made of the number. */
export function exampleMessage(number: number, changes: Partial<Message> = {}): Message {
  return {
    id: exampleMessageId(number),
    conversation: "00000000-0000-4000-8000-000000000001",
    parent: number === 1 ? null : exampleMessageId(number - 1),
    role: number % 2 === 1 ? "user" : "assistant",
    parts: [],
    state: "done",
    error: null,
    model: null,
    retry: null,
    usage: null,
    createdAt: number,
    endedAt: null,
    siblings: [exampleMessageId(number)],
    ...changes,
  };
}

export function exampleMessageId(number: number): string {
  return `00000000-0000-4000-9000-${String(number).padStart(12, "0")}`;
}
