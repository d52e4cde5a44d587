import { Pin } from "lucide-react";
import { memo } from "react";
import type { Conversation } from "#shared/contract/chat.ts";
import { formatAgo } from "../../../i18n/format.ts";
import { useLanguage, useText } from "../../../i18n/useText.ts";
import { classes } from "../../../ui/classes.ts";
import { ContextMenu } from "../../../ui/Menu.tsx";
import { StatusDot } from "../../../ui/StatusDot.tsx";
import { useConversationMenu } from "../useConversationMenu.ts";
import { stateShape, stateWord } from "./conversationStatus.ts";
import { withoutMarks } from "./excerpt.ts";

export interface ConversationRowProps {
  readonly id: string;
  readonly conversation: Conversation;
  readonly isCurrent: boolean;
  readonly now: number;
  readonly onOpen: () => void;
}

/** A conversation in the list: what it is about, how it is, and what was said last. */
export const ConversationRow = memo(function ConversationRow({
  id,
  conversation,
  isCurrent,
  now,
  onOpen,
}: ConversationRowProps) {
  const t = useText();
  const language = useLanguage();
  const menu = useConversationMenu();
  const quiet = isCurrent ? "text-muted" : "text-faint";
  const shape = stateShape(conversation.state);
  return (
    <ContextMenu items={menu(conversation)}>
      <button
        type="button"
        id={id}
        data-conversation={conversation.id}
        aria-current={isCurrent ? "true" : undefined}
        onClick={onOpen}
        className={classes(
          "focus-inset block h-full w-full min-w-0 px-4 py-2 text-left",
          isCurrent ? "bg-selected" : "hover:bg-hover",
        )}
      >
        <span className="flex items-center gap-2">
          <span className="min-w-0 flex-1 truncate text-13 font-medium">
            {conversation.title === "" ? t("chat.untitled") : conversation.title}
          </span>
          {conversation.isPinned && (
            <span className={quiet}>
              <Pin size={12} aria-hidden />
              <span className="sr-only">{t("chat.pinned")}</span>
            </span>
          )}
          <span className={classes("figures shrink-0 text-12", quiet)}>
            {formatAgo(conversation.updatedAt, now, language)}
          </span>
        </span>
        <span className="flex items-center gap-2">
          <span className="min-w-0 flex-1 truncate text-12 text-muted">
            {withoutMarks(conversation.preview) || "\u00a0"}
          </span>
          {shape && (
            <StatusDot shape={shape} label={stateWord(conversation.state, t)} className="shrink-0 text-12 text-muted" />
          )}
        </span>
      </button>
    </ContextMenu>
  );
});
