import { Copy, Ellipsis, GitBranch, Pencil, RotateCcw } from "lucide-react";
import { useText } from "../../../i18n/useText.ts";
import { useMay } from "../../../shell/shell.ts";
import { useCopy } from "../../../shell/useCopy.ts";
import { Button } from "../../../ui/Button.tsx";
import { IconButton } from "../../../ui/IconButton.tsx";
import { Menu, type MenuItem } from "../../../ui/Menu.tsx";
import { StatusDot } from "../../../ui/StatusDot.tsx";
import { useIsWide } from "../../../ui/useMediaQuery.ts";
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
  const isWide = useIsWide();
  const text = textOf(message);
  const edit = (): void => {
    model.drafts.change(message.conversation, {
      text,
      attachments: [...attachmentsOf(message)],
      editing: { message: message.id, parent: message.parent },
    });
    document.getElementById(`composer-${message.conversation}`)?.focus();
  };
  const mayAnswer = isLast && !isBusy && mayChange && message.state !== "waiting";
  const items: readonly MenuItem[] = [
    { kind: "action", id: "copy", label: t("chat.copyMessage"), icon: Copy, onSelect: () => void copy(text) },
    ...(mayChange
      ? ([
          { kind: "action", id: "edit", label: t("chat.edit"), icon: Pencil, isDisabled: isBusy, onSelect: edit },
          {
            kind: "action",
            id: "branch",
            label: t("chat.branchHere"),
            icon: GitBranch,
            onSelect: () => void actions.branch(message),
          },
        ] as const)
      : []),
  ];
  return (
    <article aria-label={t("chat.yourMessage")} className="group flex min-w-0 flex-col items-end gap-1">
      <div className="flex w-full min-w-0 items-start justify-end gap-1">
        {isWide ? (
          <span className="flex pt-1 opacity-0 transition-opacity group-focus-within:opacity-100 group-hover:opacity-100">
            {items.map(
              (item) =>
                item.kind === "action" &&
                item.icon && (
                  <IconButton
                    key={item.id}
                    icon={item.icon}
                    label={item.label}
                    disabled={item.isDisabled}
                    onClick={item.onSelect}
                  />
                ),
            )}
          </span>
        ) : (
          <Menu items={items}>
            <IconButton icon={Ellipsis} label={t("chat.messageActions")} />
          </Menu>
        )}
        <UserBubble text={text} attachments={attachmentsOf(message)} />
      </div>
      {(message.state === "waiting" || mayAnswer || message.siblings.length > 1) && (
        <div className="flex min-h-7 items-center gap-1">
          {message.state === "waiting" && (
            <StatusDot shape="starting" label={t("chat.behindAnother")} className="text-12 text-muted" />
          )}
          {/* Its answer never began: there is nothing below that could say so. */}
          {mayAnswer && (
            <Button size="small" onClick={() => void actions.regenerate(message, null)}>
              <RotateCcw size={14} aria-hidden />
              {t("chat.answerNow")}
            </Button>
          )}
          <Versions message={message} isDisabled={isBusy || !mayChange} />
        </div>
      )}
    </article>
  );
}
