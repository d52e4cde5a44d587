import { useEffect, useRef, useState } from "react";
import { useText } from "../../../i18n/useText.ts";
import type { ConversationState } from "./conversationState.ts";

/** Says to a screen reader what becomes of an answer: that it began, asks, ended, failed. Never its words as they come. */
export function LiveStatus({ state }: { readonly state: ConversationState }) {
  const t = useText();
  const [said, setSaid] = useState("");
  const conversation = state.kind === "known" ? state.conversation.state : null;
  const last = state.kind === "known" ? state.messages.at(-1) : undefined;
  const ended = last?.role === "assistant" ? last.state : null;
  const before = useRef(conversation);
  useEffect(() => {
    const was = before.current;
    before.current = conversation;
    // What was so already when it was opened is no news.
    if (was === null || conversation === null || was === conversation) return;
    if (conversation === "answering") setSaid(t("chat.stateAnswering"));
    else if (conversation === "asking") setSaid(t("chat.stateAsking"));
    else if (conversation === "interrupted" || ended === "interrupted") setSaid(t("chat.stateInterrupted"));
    else if (ended === "failed") setSaid(t("chat.answerFailed"));
    else setSaid(ended === "stopped" ? t("chat.answerStopped") : t("chat.answerDone"));
  }, [conversation, ended, t]);
  return (
    <p role="status" className="sr-only">
      {said}
    </p>
  );
}
