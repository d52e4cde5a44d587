import { memo } from "react";
import type { Session } from "#shared/contract/sessions.ts";
import { SessionMark } from "../../../attention/AttentionMark.tsx";
import { formatAgo } from "../../../i18n/format.ts";
import { useLanguage, useText } from "../../../i18n/useText.ts";
import { classes } from "../../../ui/classes.ts";
import { ContextMenu } from "../../../ui/Menu.tsx";
import { StatusDot } from "../../../ui/StatusDot.tsx";
import { shortFolder, statusShape, statusWord } from "../sessionStatus.ts";
import { ToolIcon } from "../ToolIcon.tsx";
import { useSessionMenu } from "../useSessionMenu.ts";
import { useSessions, useSessionsModel } from "../useSessions.ts";
import { hasUnread } from "./seenOutput.ts";

export interface SessionRowProps {
  readonly session: Session;
  readonly isCurrent: boolean;
  /** The time of the last tick, for "5 min ago". */
  readonly now: number;
}

/** A session in the list: what it is, how it is, and what it said last. */
export const SessionRow = memo(function SessionRow({ session, isCurrent, now }: SessionRowProps) {
  const t = useText();
  const language = useLanguage();
  const model = useSessionsModel();
  const menu = useSessionMenu();
  const isUnread = useSessions((state) => hasUnread(state.seen, session)) && !isCurrent;
  const time = session.endedAt ?? session.outputAt ?? session.createdAt;
  return (
    <ContextMenu items={menu(session)}>
      <button
        type="button"
        id={`session-${session.id}`}
        data-session={session.id}
        tabIndex={-1}
        aria-current={isCurrent ? "true" : undefined}
        onClick={() => model.go(session.id)}
        className={classes(
          "focus-inset flex h-full w-full min-w-0 items-center gap-2.5 px-3 text-left",
          isCurrent ? "bg-selected" : "hover:bg-hover",
        )}
      >
        <ToolIcon tool={session.tool} />
        <span className="min-w-0 flex-1">
          <span className="flex items-baseline gap-2">
            <span className={classes("truncate text-13", isUnread ? "font-semibold" : "font-medium")}>
              {session.name}
            </span>
            <SessionMark session={session.id} />
            <span className={classes("min-w-0 flex-1 truncate text-12", isCurrent ? "text-muted" : "text-faint")}>
              {shortFolder(session.folder)}
            </span>
            <StatusDot
              shape={statusShape(session)}
              label={statusWord(session, t)}
              className="shrink-0 text-12 text-muted"
            />
          </span>
          <span className="flex items-center gap-2">
            <span className="mono min-w-0 flex-1 truncate text-12 text-muted">
              {session.lastLine || (session.title !== "" ? session.title : "\u00a0")}
            </span>
            {isUnread && (
              <span className="flex shrink-0 items-center">
                <span aria-hidden className="size-1.5 rounded-full bg-accent" />
                <span className="sr-only">{t("sessions.unread")}</span>
              </span>
            )}
            <span className={classes("figures shrink-0 text-12", isCurrent ? "text-muted" : "text-faint")}>
              {formatAgo(time, now, language)}
            </span>
          </span>
        </span>
      </button>
    </ContextMenu>
  );
});
