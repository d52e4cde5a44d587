import { useCallback } from "react";
import { useShell } from "../../../shell/shell.ts";
import { useChatModel } from "../useChat.ts";
import { newConversation } from "./drafts.ts";

/** Sends the draft: it is in the outbox before it leaves the field. The first message of a new conversation begins it. */
export function useSend(draftOf: string): () => void {
  const { router } = useShell();
  const { drafts, outbox } = useChatModel();
  return useCallback(() => {
    const draft = drafts.of(draftOf);
    const isNew = draftOf === newConversation;
    const conversation = isNew ? crypto.randomUUID() : draftOf;
    outbox.send({
      id: crypto.randomUUID(),
      conversation,
      begins: isNew ? { model: draft.model, systemPrompt: draft.systemPrompt } : null,
      text: draft.text,
      attachments: draft.attachments,
      ...(draft.editing ? { parent: draft.editing.parent } : {}),
      createdAt: Date.now(),
    });
    drafts.clear(draftOf);
    if (isNew) router.navigate(["chat", conversation], { replace: true });
  }, [draftOf, drafts, outbox, router]);
}
