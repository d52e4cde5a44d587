import { assertNever } from "#shared/assertNever.ts";
import type { Conversation, ConversationEvent } from "#shared/contract/chat.ts";
import type { Message, MessagePart } from "#shared/contract/chatMessages.ts";

/** One conversation as this page knows it. */
export type ConversationState =
  /** The stream has told nothing yet; `messages` are those that the server acknowledged here. */
  | { readonly kind: "unknown"; readonly messages: readonly Message[] }
  | { readonly kind: "deleted" }
  | {
      readonly kind: "known";
      readonly conversation: Conversation;
      /** The path to the head, in order. Messages that did not change stay the same objects. */
      readonly messages: readonly Message[];
      /** Something is missing in between: the stream must be opened anew, and begins with a snapshot. */
      readonly hasGap: boolean;
    };

export const unknownConversation: ConversationState = { kind: "unknown", messages: [] };

type Known = Extract<ConversationState, { kind: "known" }>;
type TextEvent = Extract<ConversationEvent, { kind: "text" }>;

/**
 * The state after an event. Text that is known already is ignored, whatever overlaps is put in once, and what would leave a hole marks
 * the state instead of guessing: so a stream may be cut and begun again anywhere and nothing is missing or doubled.
 */
export function applyConversationEvent(state: ConversationState, event: ConversationEvent): ConversationState {
  if (event.kind === "snapshot")
    return { kind: "known", conversation: event.conversation, messages: kept(state, event.messages), hasGap: false };
  if (event.kind === "deleted") return { kind: "deleted" };
  if (state.kind !== "known") return state;
  switch (event.kind) {
    case "conversation":
      return { ...state, conversation: event.conversation };
    case "path":
      return { ...state, messages: kept(state, event.messages) };
    case "message":
      return withMessage(state, event.message);
    case "text":
      return withText(state, event);
    default:
      return assertNever(event);
  }
}

/** Takes over what a call answered. The stream may be ahead of it: a message that is known stays as it is. */
export function withAcknowledged(state: ConversationState, message: Message): ConversationState {
  if (state.kind === "deleted") return { kind: "unknown", messages: [message] };
  if (state.messages.some(({ id }) => id === message.id)) return state;
  return follows(state.messages, message) ? { ...state, messages: [...state.messages, message] } : state;
}

function withMessage(state: Known, message: Message): ConversationState {
  const at = state.messages.findIndex(({ id }) => id === message.id);
  const known = state.messages[at];
  if (known) return { ...state, messages: state.messages.with(at, newerOf(known, message)) };
  // A message of another path is of no concern here: when the path changes, all of it comes.
  return follows(state.messages, message) ? { ...state, messages: [...state.messages, message] } : state;
}

function follows(messages: readonly Message[], message: Message): boolean {
  return message.parent === (messages.at(-1)?.id ?? null);
}

/** The message as it was told, with the text that had arrived of it already: a message that is being answered may be told late. */
function newerOf(known: Message, told: Message): Message {
  if (told.state !== "streaming") return told;
  const parts = told.parts.map((part, index) => {
    const before = known.parts[index];
    return isText(part) && before?.kind === part.kind && before.text.startsWith(part.text) ? before : part;
  });
  return { ...told, parts: known.parts.length > parts.length ? [...parts, ...known.parts.slice(parts.length)] : parts };
}

function withText(state: Known, { message: id, part: index, partKind, from, text }: TextEvent): ConversationState {
  const at = state.messages.findIndex((message) => message.id === id);
  const message = state.messages[at];
  // Text of a message on another path.
  if (!message) return state;
  const part: MessagePart | undefined = message.parts[index] ?? emptyNext(message.parts, index, partKind);
  if (part?.kind !== partKind || from > part.text.length) return { ...state, hasGap: true };
  const fresh = text.slice(part.text.length - from);
  if (fresh === "") return state;
  const parts = [...message.parts];
  parts[index] = { kind: partKind, text: part.text + fresh };
  return { ...state, messages: state.messages.with(at, { ...message, parts }) };
}

function emptyNext(parts: readonly MessagePart[], index: number, kind: TextEvent["partKind"]): MessagePart | undefined {
  return index === parts.length ? { kind, text: "" } : undefined;
}

function isText(part: MessagePart): part is Extract<MessagePart, { text: string }> {
  return part.kind === "text" || part.kind === "reasoning";
}

/** The messages told, as the objects known already where nothing differs: what did not change is not drawn again. */
function kept(state: ConversationState, messages: readonly Message[]): readonly Message[] {
  if (state.kind !== "known") return messages;
  const known = new Map(state.messages.map((message) => [message.id, message]));
  return messages.map((message) => {
    const before = known.get(message.id);
    return before && JSON.stringify(before) === JSON.stringify(message) ? before : message;
  });
}
