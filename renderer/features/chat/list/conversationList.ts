import type { Conversation, ConversationsEvent } from "#shared/contract/chat.ts";

/** The conversations as this page knows them: the newest, and older ones as far as somebody has scrolled. */
export interface ConversationListState {
  /** Of the last change; null until the first snapshot. */
  readonly sequence: number | null;
  readonly byId: ReadonlyMap<string, Conversation>;
  readonly hasOlder: boolean;
}

export const unknownConversations: ConversationListState = { sequence: null, byId: new Map(), hasOlder: false };

/** The list after an event. */
export function applyConversationsEvent(
  state: ConversationListState,
  event: ConversationsEvent,
): ConversationListState {
  if (event.kind === "snapshot")
    return {
      sequence: event.sequence,
      byId: new Map(event.conversations.map((conversation) => [conversation.id, conversation])),
      hasOlder: event.conversations.length < event.total,
    };
  if (state.sequence === null || event.sequence <= state.sequence) return state;
  const byId = new Map(state.byId);
  if (event.kind === "deleted") byId.delete(event.id);
  else byId.set(event.conversation.id, event.conversation);
  return { ...state, sequence: event.sequence, byId };
}

/** With an older page of the list; what the stream told of the same conversations stays. */
export function withOlder(
  state: ConversationListState,
  page: { readonly conversations: readonly Conversation[]; readonly total: number },
): ConversationListState {
  const byId = new Map(state.byId);
  for (const conversation of page.conversations)
    if (!byId.has(conversation.id)) byId.set(conversation.id, conversation);
  return { ...state, byId, hasOlder: page.conversations.length > 0 && byId.size < page.total };
}

export type ConversationLine =
  | { readonly kind: "group"; readonly group: "pinned" | "latest" }
  | { readonly kind: "conversation"; readonly conversation: Conversation }
  | { readonly kind: "older" };

/** The lines of the list: pinned ones first, each group the latest first. Headings only where there are two groups. */
export function conversationLines({ byId, hasOlder }: ConversationListState): readonly ConversationLine[] {
  const all = [...byId.values()].sort((left, right) => right.updatedAt - left.updatedAt);
  const line = (conversation: Conversation): ConversationLine => ({ kind: "conversation", conversation });
  const pinned = all.filter(({ isPinned }) => isPinned).map(line);
  const others = all.filter(({ isPinned }) => !isPinned).map(line);
  return [
    ...(pinned.length > 0 ? [{ kind: "group", group: "pinned" } as const, ...pinned] : []),
    ...(pinned.length > 0 && others.length > 0 ? [{ kind: "group", group: "latest" } as const] : []),
    ...others,
    ...(hasOlder ? [{ kind: "older" } as const] : []),
  ];
}

/** The conversation `step` lines away from one; the first or last from none. Null at the end. */
export function neighbourConversation(
  lines: readonly ConversationLine[],
  from: string | null,
  step: 1 | -1,
): string | null {
  const ids = lines.flatMap((line) => (line.kind === "conversation" ? [line.conversation.id] : []));
  const at = from === null ? -1 : ids.indexOf(from);
  if (at === -1) return (step === 1 ? ids[0] : ids.at(-1)) ?? null;
  return ids[at + step] ?? null;
}
