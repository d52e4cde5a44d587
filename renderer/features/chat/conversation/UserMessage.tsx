import { Copy, GitBranch, Pencil, RotateCcw } from "lucide-react";
import { useText } from "../../../i18n/useText.ts";
import { useMay } from "../../../shell/shell.ts";
import { useCopy } from "../../../shell/useCopy.ts";
import { Button } from "../../../ui/Button.tsx";
import { IconButton } from "../../../ui/IconButton.tsx";
import { StatusDot } from "../../../ui/StatusDot.tsx";
import { useChatModel } from "../useChat.ts";
import { useChatActions } from "../useChatActions.ts";
import { attachmentsOf, textOf } from "./messageParts.ts";
import type { MessageViewProps } from "./messageViewProps.ts";
import { UserBubble } from "./UserBubble.tsx";
import { Versions } from "./Versions.tsx";

/** What the person said, with its versions, and what can be done with it. */
export function UserMessage({ message, isBusy, isLast }: MessageViewProps) {
  const t = useText();
  const copy = useCopy();
  const model = useChatModel();
  const actions = useChatActions();
  const mayChange = useMay("steer");
  const text = textOf(message);
  const edit = (): void => {
    model.drafts.change(message.conversation, {
      text,
      attachments: [...attachmentsOf(message)],
      editing: { message: message.id, parent: message.parent },
    });
    document.getElementById(`composer-${message.conversation}`)?.focus();
  };
  return (
    <article aria-label={t("chat.yourMessage")} className="group flex flex-col items-end gap-1">
      <UserBubble text={text} attachments={attachmentsOf(message)} />
      <div className="flex h-7 items-center gap-0.5 max-wide:h-11">
        {message.state === "waiting" && (
          <StatusDot shape="starting" label={t("chat.behindAnother")} className="mr-2 text-12 text-muted" />
        )}
        {/* Its answer never began: there is nothing below that could say so. */}
        {isLast && !isBusy && mayChange && message.state !== "waiting" && (
          <Button size="small" onClick={() => void actions.regenerate(message, null)}>
            <RotateCcw size={14} aria-hidden />
            {t("chat.answerNow")}
          </Button>
        )}
        <Versions message={message} isDisabled={isBusy || !mayChange} />
        <span className="flex opacity-0 transition-opacity group-focus-within:opacity-100 group-hover:opacity-100 max-wide:opacity-100">
          <IconButton icon={Copy} label={t("chat.copyMessage")} onClick={() => void copy(text)} />
          {mayChange && (
            <>
              <IconButton icon={Pencil} label={t("chat.edit")} disabled={isBusy} onClick={edit} />
              <IconButton icon={GitBranch} label={t("chat.branchHere")} onClick={() => void actions.branch(message)} />
            </>
          )}
        </span>
      </div>
    </article>
  );
}
