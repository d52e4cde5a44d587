import { memo, useRef } from "react";
import type { AttentionItem } from "#shared/contract/attention.ts";
import { answerText, kindText } from "../../attention/answerText.ts";
import { useSeen } from "../../attention/useAttention.ts";
import { formatAgo } from "../../i18n/format.ts";
import { useLanguage, useText } from "../../i18n/useText.ts";
import { classes } from "../../ui/classes.ts";
import { StatusDot } from "../../ui/StatusDot.tsx";

export interface InboxRowProps {
  readonly id: string;
  readonly item: AttentionItem;
  readonly isCurrent: boolean;
  readonly now: number;
  readonly onOpen: () => void;
}

/** An item in the list: who, why, since when, or how it ended. */
export const InboxRow = memo(function InboxRow({ id, item, isCurrent, now, onOpen }: InboxRowProps) {
  const t = useText();
  const language = useLanguage();
  const button = useRef<HTMLButtonElement>(null);
  useSeen(item, button);
  const isOpen = item.state === "open";
  return (
    <button
      ref={button}
      type="button"
      id={id}
      data-item={item.id}
      aria-current={isCurrent ? "true" : undefined}
      onClick={onOpen}
      className={classes(
        "focus-inset flex w-full min-w-0 gap-2.5 px-4 py-2.5 text-left",
        isCurrent ? "bg-selected" : "hover:bg-hover",
      )}
    >
      <StatusDot
        shape={isOpen ? "attention" : "idle"}
        label={isOpen ? t("attention.open") : t("attention.closed")}
        isLabelHidden
        className="h-5 shrink-0"
      />
      <span className="min-w-0 flex-1">
        <span className="flex items-baseline gap-2">
          <span className={classes("min-w-0 truncate text-13", isOpen ? "font-semibold" : "text-muted")}>
            {item.who}
          </span>
          <span className={classes("min-w-0 flex-1 truncate text-12", isCurrent ? "text-muted" : "text-faint")}>
            {kindText(item.kind, t)}
          </span>
          <span className={classes("figures shrink-0 text-12", isCurrent ? "text-muted" : "text-faint")}>
            {formatAgo(isOpen ? item.createdAt : item.updatedAt, now, language)}
          </span>
        </span>
        <span className={classes("line-clamp-2 text-13 break-words", isOpen ? "text-text" : "text-muted")}>
          {item.text}
        </span>
        {!isOpen && <span className="block truncate text-12 text-muted">{answerText(item, t)}</span>}
      </span>
    </button>
  );
});
