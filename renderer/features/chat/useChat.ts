import { useEffect, useMemo } from "react";
import { useStore } from "zustand";
import type { AppError } from "#shared/errors/appError.ts";
import { useShell } from "../../shell/shell.ts";
import { type ChatModel, type ChatState, chatModelOf } from "./chatModel.ts";
import type { Draft } from "./composer/drafts.ts";
import type { ConversationState } from "./conversation/conversationState.ts";
import type { OutboxEntry } from "./outbox/outboxState.ts";

export function useChatModel(): ChatModel {
  return chatModelOf(useShell());
}

/** A part of what is known of the chats; select the least that is needed. */
export function useChat<T>(select: (state: ChatState) => T): T {
  return useStore(useChatModel().store, select);
}

/** A conversation, followed while the component is mounted and `isThere`. */
export function useConversation(
  id: string,
  isThere: boolean,
): { readonly state: ConversationState; readonly problem: AppError | null } {
  const chat = useChatModel();
  const model = useMemo(() => chat.conversation(id), [chat, id]);
  const state = useStore(model.store);
  const problem = useStore(model.problem);
  useEffect(() => {
    if (!isThere) return;
    const following = model.follow();
    return () => following[Symbol.dispose]();
  }, [model, isThere]);
  return { state, problem };
}

/** What is written for a conversation and not sent. */
export function useDraft(conversation: string): Draft {
  const { drafts } = useChatModel();
  return useStore(drafts.store, () => drafts.of(conversation));
}

/** What of a conversation is not acknowledged yet. */
export function useUnsent(conversation: string): readonly OutboxEntry[] {
  const { outbox } = useChatModel();
  const entries = useStore(outbox.store);
  return useMemo(() => entries.filter(({ message }) => message.conversation === conversation), [entries, conversation]);
}
