import { z } from "zod";
import { attachment, conversationId, messageId } from "#shared/contract/chatMessages.ts";
import { modelKey } from "#shared/contract/models.ts";
import type { AppError } from "#shared/errors/appError.ts";

/** What a person sent and the server has not acknowledged. Kept in this tab's storage until it has. */
const unsentMessage = z.object({
  /** The message's own id: the same id is the same message, however often it is sent. */
  id: messageId,
  conversation: conversationId,
  /** Set while the conversation itself does not exist yet: what it begins with. */
  begins: z.object({ model: modelKey.nullable(), systemPrompt: z.string() }).nullable(),
  text: z.string(),
  attachments: z.array(attachment),
  /** Undefined: behind the last one. Else where another version goes. */
  parent: messageId.nullable().optional(),
  createdAt: z.number(),
});
export type UnsentMessage = z.infer<typeof unsentMessage>;

export type SendingState =
  | { readonly kind: "sending" }
  /** Failed `attempt` times of `attempts`; the next is at `nextAt`. */
  | { readonly kind: "retrying"; readonly attempt: number; readonly attempts: number; readonly nextAt: number }
  /** For the connection, or for the answer that is being given; it goes by itself, behind those before it. */
  | { readonly kind: "waiting" }
  | { readonly kind: "failed"; readonly error: AppError | null };

export interface OutboxEntry {
  readonly message: UnsentMessage;
  readonly state: SendingState;
}

/** Entries in the order they were written. */
export type OutboxState = readonly OutboxEntry[];

/** The same id put in again is the same message: it takes its place, and is not there twice. */
export function withEntry(state: OutboxState, entry: OutboxEntry): OutboxState {
  const at = state.findIndex(({ message }) => message.id === entry.message.id);
  return at === -1 ? [...state, entry] : state.with(at, entry);
}

export function withState(state: OutboxState, id: string, sending: SendingState): OutboxState {
  return state.map((entry) => (entry.message.id === id ? { ...entry, state: sending } : entry));
}

export function withoutEntry(state: OutboxState, id: string): OutboxState {
  return state.filter(({ message }) => message.id !== id);
}

/**
 * What may go now: the first of each conversation, if it waits and the conversation is not being answered. One conversation's messages go one after the other, because each is the
 * answer to what stands before it; one that failed or is on its way holds up those behind it.
 */
export function readyToSend(
  state: OutboxState,
  isBusy: (conversation: string) => boolean = () => false,
): readonly UnsentMessage[] {
  const seen = new Set<string>();
  return state.flatMap(({ message, state: { kind } }) => {
    if (seen.has(message.conversation)) return [];
    seen.add(message.conversation);
    return kind === "waiting" && !isBusy(message.conversation) ? [message] : [];
  });
}

/** What the tab's storage kept. All of it waits: whether the server has it or not, sending it again is safe. */
export function parseOutbox(stored: unknown): OutboxState {
  const parsed = z.array(unsentMessage).safeParse(stored);
  return parsed.success ? parsed.data.map((message) => ({ message, state: { kind: "waiting" } })) : [];
}
