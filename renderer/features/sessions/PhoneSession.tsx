import { ChevronLeft, Ellipsis } from "lucide-react";
import { useMemo, useRef } from "react";
import type { Session } from "#shared/contract/sessions.ts";
import { useText } from "../../i18n/useText.ts";
import { useShell } from "../../shell/shell.ts";
import { classes } from "../../ui/classes.ts";
import { IconButton } from "../../ui/IconButton.tsx";
import { Menu } from "../../ui/Menu.tsx";
import { StatusDot } from "../../ui/StatusDot.tsx";
import { isRunning, listItems } from "./list/listItems.ts";
import { useSwipe } from "./phone/useSwipe.ts";
import { SessionView } from "./SessionView.tsx";
import { statusShape, statusWord } from "./sessionStatus.ts";
import { ToolIcon } from "./ToolIcon.tsx";
import { useSessionMenu } from "./useSessionMenu.ts";
import { useSessions, useSessionsModel } from "./useSessions.ts";

/** More dots than these could not be told apart. */
const maximumDots = 9;

/** One session on a phone: back, what it is, everything else in a menu. A swipe goes on to the next one that runs. */
export function PhoneSession({ session }: { readonly session: Session }) {
  const t = useText();
  const { router } = useShell();
  const model = useSessionsModel();
  const menu = useSessionMenu();
  const area = useRef<HTMLDivElement>(null);
  const neighbours = useNeighbours(session);
  const at = neighbours.findIndex(({ id }) => id === session.id);
  const offset = useSwipe(area, (step) => {
    const next = neighbours[at + step];
    if (next) model.go(next.id);
  });
  const next = offset === 0 ? undefined : neighbours[at + (offset < 0 ? 1 : -1)];
  return (
    <div ref={area} className="relative flex min-h-0 flex-1 flex-col">
      <header className="flex h-12 shrink-0 items-center gap-1 border-b border-line bg-surface px-1 low:h-11">
        <IconButton icon={ChevronLeft} label={t("sessions.backToList")} onClick={() => router.navigate(["sessions"])} />
        <ToolIcon tool={session.tool} />
        <h1 className="ml-1 min-w-0 flex-1 low:flex low:items-baseline low:gap-2">
          <span className="block truncate text-13 font-semibold">{session.name}</span>
          <StatusDot shape={statusShape(session)} label={statusWord(session, t)} className="text-12 text-muted" />
        </h1>
        {neighbours.length > 1 && <Position at={at} count={neighbours.length} />}
        <Menu items={menu(session)}>
          <IconButton icon={Ellipsis} label={t("sessions.more")} />
        </Menu>
      </header>
      <SessionView key={session.id} session={session} isFocused />
      {offset !== 0 && (
        <p
          className={classes(
            "pointer-events-none absolute top-1/3 z-30 max-w-2/3 truncate rounded border border-line bg-raised px-3 py-2 text-13 shadow",
            offset < 0 ? "right-2" : "left-2",
            next ? "font-medium" : "text-muted",
          )}
          style={{ opacity: Math.min(Math.abs(offset) / 96, 1) }}
        >
          {next ? next.name : t("sessions.noMoreSessions")}
        </p>
      )}
    </div>
  );
}

/** Which of those one can swipe to this is. */
function Position({ at, count }: { readonly at: number; readonly count: number }) {
  const t = useText();
  return (
    <span className="flex shrink-0 items-center gap-1 px-1">
      <span className="sr-only">{t("sessions.position", { place: at + 1, count })}</span>
      {count <= maximumDots ? (
        Array.from({ length: count }, (_, index) => (
          <span
            // biome-ignore lint/suspicious/noArrayIndexKey: dots have nothing else
            key={index}
            aria-hidden
            className={classes("size-1.5 rounded-full", index === at ? "bg-text" : "bg-line-strong")}
          />
        ))
      ) : (
        <span aria-hidden className="figures text-12 text-muted">
          {at + 1}/{count}
        </span>
      )}
    </span>
  );
}

/** The sessions that run and the one that is open, in the list's order. */
function useNeighbours(current: Session): readonly Session[] {
  const byId = useSessions((state) => state.sessions.byId);
  return useMemo(
    () =>
      listItems(byId.values(), "", (tool) => tool).flatMap((item) =>
        item.kind === "session" && (isRunning(item.session) || item.session.id === current.id) ? [item.session] : [],
      ),
    [byId, current.id],
  );
}
