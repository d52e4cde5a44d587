import { useVirtualizer } from "@tanstack/react-virtual";
import { Plus, Search, SearchX, SquareTerminal } from "lucide-react";
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from "react";
import { useText } from "../../../i18n/useText.ts";
import { useMay } from "../../../shell/shell.ts";
import { Button } from "../../../ui/Button.tsx";
import { EmptyState } from "../../../ui/EmptyState.tsx";
import { IconButton } from "../../../ui/IconButton.tsx";
import { Spinner } from "../../../ui/Spinner.tsx";
import { TextField } from "../../../ui/TextField.tsx";
import { useIsWide } from "../../../ui/useMediaQuery.ts";
import { useActionKeys } from "../useActionKeys.ts";
import { useSessions, useSessionsModel } from "../useSessions.ts";
import { type ListItem, listItems, neighbour } from "./listItems.ts";
import { SessionRow } from "./SessionRow.tsx";

const rowHeight = { group: 28, session: 52 } as const;

/** The list column: filter, groups, rows; arrow keys go from session to session, Enter opens. */
export function SessionList({ current }: { readonly current: string | null }) {
  const t = useText();
  const model = useSessionsModel();
  const sessions = useSessions((state) => state.sessions);
  const tools = useSessions((state) => state.tools);
  const filter = useSessions((state) => state.filter);
  const mayStart = useMay("start");
  const isWide = useIsWide();
  const newKeys = useActionKeys("sessions.new");
  const searchKeys = useActionKeys("sessions.search");
  const items = useMemo(
    () => listItems(sessions.byId.values(), filter, (key) => tools?.find((tool) => tool.key === key)?.name ?? key),
    [sessions, filter, tools],
  );

  const openNew = (): void => model.setDialog({ kind: "new", tool: null });
  const isKnown = sessions.sequence !== null;
  const onFilterKey = (event: KeyboardEvent): void => {
    if (event.key === "ArrowDown" || event.key === "Enter") {
      const first = neighbour(items, null, 1);
      if (first === null) return;
      event.preventDefault();
      if (event.key === "Enter") model.go(first);
      else document.getElementById(`session-${first}`)?.focus();
    }
    if (event.key === "Escape" && filter !== "") {
      event.preventDefault();
      event.stopPropagation();
      model.store.setState({ filter: "" });
    }
  };

  return (
    <section aria-label={t("sessions.title")} className="flex min-h-0 flex-1 flex-col">
      <header className="flex h-10 shrink-0 items-center gap-1 pr-2 pl-3 max-wide:h-13 max-wide:pl-4">
        <h1 className="flex-1 text-13 font-semibold max-wide:text-15">{t("sessions.title")}</h1>
        <IconButton
          icon={Search}
          label={t("sessions.searchAll")}
          keys={searchKeys}
          onClick={() => model.setDialog({ kind: "search", session: null })}
        />
        {mayStart && <IconButton icon={Plus} label={t("sessions.new")} keys={newKeys} onClick={openNew} />}
      </header>
      {sessions.byId.size > 0 && (
        <search className="px-2 pb-2" onKeyDown={onFilterKey}>
          <TextField
            label={t("sessions.filter")}
            isLabelHidden
            placeholder={t("sessions.filter")}
            value={filter}
            onChange={(next) => model.store.setState({ filter: next })}
          />
        </search>
      )}
      {!isKnown && (
        <p className="flex items-center gap-2 px-3 py-2 text-13 text-muted">
          <Spinner /> {t("sessions.loading")}
        </p>
      )}
      {isKnown && sessions.byId.size === 0 && isWide && (
        <p className="px-3 text-13 text-muted">{t("sessions.noneTitle")}</p>
      )}
      {isKnown && sessions.byId.size === 0 && !isWide && (
        <EmptyState
          icon={SquareTerminal}
          title={t("sessions.noneTitle")}
          body={t("sessions.noneBody")}
          action={
            mayStart && (
              <Button look="primary" onClick={openNew}>
                {t("sessions.startFirst")}
              </Button>
            )
          }
        />
      )}
      {sessions.byId.size > 0 && items.length === 0 && (
        <EmptyState
          icon={SearchX}
          title={t("sessions.noMatchTitle")}
          body={t("sessions.noMatchBody")}
          action={<Button onClick={() => model.store.setState({ filter: "" })}>{t("sessions.clearFilter")}</Button>}
        />
      )}
      {items.length > 0 && <Rows items={items} current={current} />}
    </section>
  );
}

function Rows({ items, current }: { readonly items: readonly ListItem[]; readonly current: string | null }) {
  const t = useText();
  const model = useSessionsModel();
  const scroller = useRef<HTMLDivElement>(null);
  const now = useMinuteClock();
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => rowHeight[items[index]?.kind ?? "session"],
    getItemKey: (index) => keyOf(items[index], index),
    overscan: 6,
  });
  const focusRow = (id: string | null): void => {
    if (id === null) return;
    virtualizer.scrollToIndex(items.findIndex((item) => item.kind === "session" && item.session.id === id));
    // The row may be rendered only by the scrolling just asked for.
    requestAnimationFrame(() => document.getElementById(`session-${id}`)?.focus());
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const focused =
      document.activeElement instanceof HTMLElement ? (document.activeElement.dataset.session ?? null) : null;
    const target = rowAfterKey(event.key, items, focused ?? current);
    if (target !== undefined) {
      event.preventDefault();
      focusRow(target);
    }
    if (event.key === "Delete" && focused !== null) model.setDialog({ kind: "delete", session: focused });
    if (event.key === "F2" && focused !== null) model.setDialog({ kind: "rename", session: focused });
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a list box would swallow the buttons' own meaning
    <div
      ref={scroller}
      role="group"
      // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard; arrow keys go on to the rows
      tabIndex={0}
      aria-label={t("sessions.listLabel")}
      onKeyDown={onKeyDown}
      className="focus-inset min-h-0 flex-1 overflow-y-auto"
    >
      <div className="relative w-full" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map((row) => {
          const item = items[row.index];
          if (!item) return null;
          return (
            <div
              key={row.key}
              className="absolute inset-x-0 top-0"
              style={{ height: row.size, transform: `translateY(${row.start}px)` }}
            >
              {item.kind === "group" ? (
                <h2 className="flex h-full items-end px-3 pb-1 text-12 text-faint">
                  {item.group === "running" ? t("sessions.groupRunning") : t("sessions.groupEnded")}
                  <span className="figures ml-1.5">{item.count}</span>
                </h2>
              ) : (
                <SessionRow session={item.session} isCurrent={item.session.id === current} now={now} />
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}

/** The session a key leads to; undefined for a key that means nothing to the list. */
function rowAfterKey(key: string, items: readonly ListItem[], from: string | null): string | null | undefined {
  switch (key) {
    case "ArrowDown":
      return neighbour(items, from, 1);
    case "ArrowUp":
      return neighbour(items, from, -1);
    case "Home":
      return neighbour(items, null, 1);
    case "End":
      return neighbour(items, null, -1);
    default:
      return undefined;
  }
}

function keyOf(item: ListItem | undefined, index: number): string | number {
  if (!item) return index;
  return item.kind === "group" ? item.group : item.session.id;
}

/** The time, anew every half minute: precise enough for "5 min ago". */
function useMinuteClock(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 30_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
