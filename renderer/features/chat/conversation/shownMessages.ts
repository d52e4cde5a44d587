import type { Message } from "#shared/contract/chatMessages.ts";
import type { OutboxEntry } from "../outbox/outboxState.ts";

/**
 * What is drawn: the path, cut off where another version of a message is on its way, then what the server has not acknowledged. A message
 * that the stream told before its acknowledgement is drawn once.
 */
export function shownMessages(
  messages: readonly Message[],
  unsent: readonly OutboxEntry[],
): { readonly entries: readonly Message[]; readonly unsent: readonly OutboxEntry[] } {
  const known = new Set(messages.map(({ id }) => id));
  const waiting = unsent.filter(({ message }) => !known.has(message.id));
  const edited = waiting.find(({ message }) => message.parent !== undefined);
  if (!edited) return { entries: messages, unsent: waiting };
  const { parent } = edited.message;
  const at = parent === null ? 0 : messages.findIndex(({ id }) => id === parent) + 1;
  // Its place is not on this path any more: then it stands at the end.
  if (parent !== null && at === 0) return { entries: messages, unsent: waiting };
  return { entries: messages.slice(0, at), unsent: waiting };
}
