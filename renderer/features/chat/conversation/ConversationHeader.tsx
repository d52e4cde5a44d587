import { ChevronLeft, Ellipsis, GitBranch } from "lucide-react";
import type { Conversation } from "#shared/contract/chat.ts";
import { useText } from "../../../i18n/useText.ts";
import { fragmentOf } from "../../../shell/router.ts";
import { useShell } from "../../../shell/shell.ts";
import { IconButton } from "../../../ui/IconButton.tsx";
import { Menu } from "../../../ui/Menu.tsx";
import { StatusDot } from "../../../ui/StatusDot.tsx";
import { stateShape, stateWord } from "../list/conversationStatus.ts";
import { useConversationMenu } from "../useConversationMenu.ts";
import { ContextMeter } from "./ContextMeter.tsx";

/** What the conversation is, how full the model's window is, and everything else in a menu. Null while it is not known yet. */
export function ConversationHeader({ conversation }: { readonly conversation: Conversation | null }) {
  const t = useText();
  const { router } = useShell();
  const menu = useConversationMenu();
  const shape = conversation && stateShape(conversation.state);
  return (
    <header className="flex h-10 shrink-0 items-center gap-2 border-b border-line pr-2 pl-4 max-wide:h-13 max-wide:pl-1">
      <IconButton
        icon={ChevronLeft}
        label={t("chat.backToList")}
        onClick={() => router.navigate(["chat"])}
        className="wide:hidden"
      />
      <div className="flex min-w-0 flex-1 items-baseline gap-3">
        <h1 className="min-w-0 truncate text-13 font-semibold max-wide:text-15">
          {conversation?.title || t("chat.untitled")}
        </h1>
        {conversation && shape && (
          <StatusDot shape={shape} label={stateWord(conversation.state, t)} className="shrink-0 text-12 text-muted" />
        )}
      </div>
      {conversation?.branchedFrom && (
        <a
          href={fragmentOf(["chat", conversation.branchedFrom.conversation, conversation.branchedFrom.message])}
          className="flex h-7 shrink-0 items-center gap-1 rounded px-1.5 text-12 text-muted no-underline hover:bg-hover hover:text-text max-wide:h-11"
        >
          <GitBranch size={14} aria-hidden />
          <span className="max-wide:sr-only">{t("chat.branched")}</span>
        </a>
      )}
      {conversation && <ContextMeter conversation={conversation} />}
      {conversation && (
        <Menu items={menu(conversation)}>
          <IconButton icon={Ellipsis} label={t("chat.more")} />
        </Menu>
      )}
    </header>
  );
}
