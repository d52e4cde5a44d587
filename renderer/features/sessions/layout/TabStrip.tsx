import { Columns2, Ellipsis, History, Play, Plus, Rows2, Search, Square, X } from "lucide-react";
import type { KeyboardEvent } from "react";
import type { Session } from "#shared/contract/sessions.ts";
import { SessionMark } from "../../../attention/AttentionMark.tsx";
import { useText } from "../../../i18n/useText.ts";
import { classes } from "../../../ui/classes.ts";
import { IconButton } from "../../../ui/IconButton.tsx";
import { ContextMenu, Menu, type MenuItem } from "../../../ui/Menu.tsx";
import { StatusDot } from "../../../ui/StatusDot.tsx";
import { hasUnread } from "../list/seenOutput.ts";
import { statusShape, statusWord } from "../sessionStatus.ts";
import { ToolIcon } from "../ToolIcon.tsx";
import { useActionKeys } from "../useActionKeys.ts";
import { useSessionMenu } from "../useSessionMenu.ts";
import { useSession, useSessions, useSessionsModel } from "../useSessions.ts";
import { closeTab, cycleTab, focusPane, moveToOtherPane, openTab, type Pane, split, unsplit } from "./paneLayout.ts";

export interface TabStripProps {
  readonly pane: Pane;
  readonly index: 0 | 1;
  readonly isFocused: boolean;
  readonly isSplit: boolean;
}

/** A pane's tabs, and what can be done with the session in front. */
export function TabStrip({ pane, index, isFocused, isSplit }: TabStripProps) {
  const t = useText();
  const model = useSessionsModel();
  const active = useSession(pane.active ?? "");
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === "Delete" && pane.active !== null) {
      const closing = pane.active;
      model.setLayout((layout) => closeTab(layout, closing));
      return;
    }
    const step = event.key === "ArrowRight" ? 1 : event.key === "ArrowLeft" ? -1 : null;
    if (step === null) return;
    event.preventDefault();
    model.setLayout((layout) => cycleTab(focusPane(layout, index), step));
    requestAnimationFrame(() =>
      document.querySelector<HTMLElement>(`[data-pane="${index}"] [role="tab"][aria-selected="true"]`)?.focus(),
    );
  };
  return (
    <div
      data-pane={index}
      className={classes(
        "flex h-10 shrink-0 items-center border-b border-line",
        isFocused || !isSplit ? "bg-surface" : "bg-sunken",
      )}
    >
      <div
        role="tablist"
        aria-label={t("sessions.openSessions")}
        onKeyDown={onKeyDown}
        className="flex h-full min-w-0 flex-1 overflow-x-auto [scrollbar-width:none]"
      >
        {pane.tabs.map((id) => (
          <Tab key={id} id={id} isActive={id === pane.active} isPaneFocused={isFocused} />
        ))}
      </div>
      {active && <PaneActions session={active} isSplit={isSplit} />}
    </div>
  );
}

function Tab({
  id,
  isActive,
  isPaneFocused,
}: {
  readonly id: string;
  readonly isActive: boolean;
  readonly isPaneFocused: boolean;
}) {
  const t = useText();
  const model = useSessionsModel();
  const session = useSession(id);
  const isUnread = useSessions((state) => session !== undefined && hasUnread(state.seen, session)) && !isActive;
  const menu = useTabMenu();
  if (!session) return null;
  const close = (): void => model.setLayout((layout) => closeTab(layout, id));
  return (
    <ContextMenu items={menu(session)}>
      <div
        role="presentation"
        className={classes(
          "group relative flex h-full max-w-56 min-w-24 shrink-0 items-center border-r border-line",
          isActive ? "bg-main" : "hover:bg-hover",
          isActive && isPaneFocused && "shadow-[inset_0_2px_0_var(--accent)]",
        )}
      >
        <button
          type="button"
          role="tab"
          id={`tab-${id}`}
          aria-selected={isActive}
          tabIndex={isActive ? 0 : -1}
          onClick={() => {
            model.setLayout((layout) => openTab(layout, id));
          }}
          onAuxClick={(event) => event.button === 1 && close()}
          className="focus-inset flex h-full min-w-0 flex-1 items-center gap-2 pr-1 pl-3 text-left text-13"
        >
          <ToolIcon tool={session.tool} size="small" />
          <span
            className={classes(
              "truncate",
              isActive ? "text-text" : "text-muted",
              isUnread && "font-semibold text-text",
            )}
          >
            {session.name}
          </span>
          <SessionMark session={id} />
          {session.status !== "running" && (
            <StatusDot shape={statusShape(session)} label={statusWord(session, t)} isLabelHidden />
          )}
          {isUnread && <span className="sr-only">{t("sessions.unread")}</span>}
          {isUnread && <span aria-hidden className="size-1.5 shrink-0 rounded-full bg-accent" />}
        </button>
        <IconButton
          icon={X}
          label={t("sessions.closeTab", { name: session.name })}
          // A tab list holds tabs only: this is for the pointer. Delete, Alt+Shift+W and the tab's menu close it too.
          aria-hidden
          onClick={close}
          tabIndex={-1}
          className="mr-1 size-6 opacity-0 group-hover:opacity-100 focus-visible:opacity-100"
        />
      </div>
    </ContextMenu>
  );
}

function useTabMenu(): (session: Session) => readonly MenuItem[] {
  const t = useText();
  const model = useSessionsModel();
  const sessionMenu = useSessionMenu();
  const isSplit = useSessions((state) => state.layout.panes.length === 2);
  return (session) => [
    {
      kind: "action",
      id: "close",
      label: t("sessions.closeThisTab"),
      icon: X,
      onSelect: () => model.setLayout((layout) => closeTab(layout, session.id)),
    },
    {
      kind: "action",
      id: "beside",
      label: isSplit ? t("sessions.moveToOther") : t("sessions.moveBeside"),
      icon: Columns2,
      onSelect: () =>
        model.setLayout((layout) => moveToOtherPane(layout, session.id, isSplit ? layout.direction : "beside")),
    },
    ...(isSplit
      ? []
      : [
          {
            kind: "action",
            id: "below",
            label: t("sessions.moveBelow"),
            icon: Rows2,
            onSelect: () => model.setLayout((layout) => moveToOtherPane(layout, session.id, "stacked")),
          } as const,
        ]),
    { kind: "separator", id: "tab" },
    ...sessionMenu(session),
  ];
}

/** The icons at the end of the strip: the ways to look at the session in front, the split, everything else in a menu. */
function PaneActions({ session, isSplit }: { readonly session: Session; readonly isSplit: boolean }) {
  const t = useText();
  const model = useSessionsModel();
  const menu = useSessionMenu();
  const view = useSessions((state) => state.views.get(session.id)?.kind ?? "live");
  const findKeys = useActionKeys("sessions.find");
  const historyKeys = useActionKeys("sessions.history");
  const replayKeys = useActionKeys("sessions.replay");
  const splitKeys = useActionKeys("sessions.splitBeside");
  const toggle = (kind: "history" | "replay"): void =>
    model.show(
      session.id,
      view === kind ? { kind: "live" } : kind === "history" ? { kind, row: null } : { kind, time: null },
    );
  return (
    <div className="flex shrink-0 items-center gap-0.5 px-1.5">
      <IconButton
        icon={Search}
        label={t("sessions.findInTerminal")}
        keys={findKeys}
        onClick={() => model.store.setState({ finding: session.id })}
      />
      <IconButton
        icon={History}
        label={t("sessions.showHistory")}
        keys={historyKeys}
        isPressed={view === "history"}
        onClick={() => toggle("history")}
      />
      <IconButton
        icon={Play}
        label={t("sessions.replay")}
        keys={replayKeys}
        isPressed={view === "replay"}
        onClick={() => toggle("replay")}
      />
      {isSplit ? (
        <IconButton icon={Square} label={t("sessions.unsplit")} onClick={() => model.setLayout(unsplit)} />
      ) : (
        <IconButton
          icon={Columns2}
          label={t("sessions.splitBeside")}
          keys={splitKeys}
          onClick={() => model.setLayout((layout) => split(layout, "beside"))}
        />
      )}
      <Menu items={menu(session)}>
        <IconButton icon={Ellipsis} label={t("sessions.more")} />
      </Menu>
    </div>
  );
}

/** What an empty pane offers. */
export function EmptyPane({ isSplit }: { readonly isSplit: boolean }) {
  const t = useText();
  const model = useSessionsModel();
  return (
    <div className="flex min-h-0 flex-1 flex-col items-center justify-center gap-3 p-8 text-center text-13 text-muted">
      <p className="max-w-80 text-balance">{isSplit ? t("sessions.emptyPane") : t("sessions.nothingOpen")}</p>
      <div className="flex gap-2">
        <IconButton
          icon={Plus}
          label={t("sessions.new")}
          onClick={() => model.setDialog({ kind: "new", tool: null })}
          className="border border-line-strong"
        />
        {isSplit && (
          <IconButton
            icon={X}
            label={t("sessions.unsplit")}
            onClick={() => model.setLayout(unsplit)}
            className="border border-line-strong"
          />
        )}
      </div>
    </div>
  );
}
