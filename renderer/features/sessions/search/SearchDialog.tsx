import { useVirtualizer } from "@tanstack/react-virtual";
import { type KeyboardEvent, useMemo, useRef, useState } from "react";
import type { SearchMatch } from "#shared/contract/history.ts";
import { formatDateTime } from "../../../i18n/format.ts";
import { useLanguage, useText } from "../../../i18n/useText.ts";
import { describeError } from "../../../shell/describeError.ts";
import { useCall } from "../../../shell/useCall.ts";
import { Checkbox } from "../../../ui/Checkbox.tsx";
import { classes } from "../../../ui/classes.ts";
import { Dialog } from "../../../ui/Dialog.tsx";
import { Progress } from "../../../ui/Progress.tsx";
import { Select } from "../../../ui/Select.tsx";
import { TextField } from "../../../ui/TextField.tsx";
import { ToolIcon } from "../ToolIcon.tsx";
import { useSession, useSessions, useSessionsModel } from "../useSessions.ts";
import { excerpt, type ResultItem, resultItems, type SearchResults } from "./searchResults.ts";
import { useHistorySearch } from "./useHistorySearch.ts";

/** Searches everything that was ever printed. Arrow keys choose, Enter goes to the row, or to the moment if the row is gone. */
export function SearchDialog({
  session: firstScope,
  onClose,
}: {
  readonly session: string | null;
  readonly onClose: () => void;
}) {
  const t = useText();
  const language = useLanguage();
  const input = useRef<HTMLInputElement>(null);
  const [query, setQuery] = useState("");
  const [scope, setScope] = useState(firstScope ?? "all");
  const [isCaseSensitive, setCaseSensitive] = useState(false);
  const [chosen, setChosen] = useState(0);
  const sessions = useSessions((state) => state.sessions.byId);
  const { results, error } = useHistorySearch(query, scope === "all" ? null : scope, isCaseSensitive);
  const items = useMemo(() => resultItems(results?.groups ?? []), [results]);
  const matches = useMemo(() => items.flatMap((item) => (item.kind === "match" ? [item.match] : [])), [items]);
  const openMatch = useOpenMatch(onClose);
  const index = Math.min(chosen, Math.max(matches.length - 1, 0));

  const onKeyDown = (event: KeyboardEvent): void => {
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0) setChosen(Math.min(Math.max(index + step, 0), Math.max(matches.length - 1, 0)));
    else if (event.key === "Enter" && matches[index]) void openMatch(matches[index]);
    else return;
    event.preventDefault();
  };
  const options = [
    { value: "all", label: t("sessions.searchScopeAll") },
    ...[...sessions.values()].map(({ id, name }) => ({ value: id, label: name })),
  ];

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("sessions.searchTitle")}
      closeLabel={t("app.close")}
      size="wide"
      initialFocus={input}
    >
      <search className="flex flex-col gap-2" aria-label={t("sessions.searchTitle")}>
        <div className="flex gap-2 max-wide:flex-col">
          <div className="min-w-0 flex-1">
            <TextField
              ref={input}
              label={t("sessions.searchFor")}
              isLabelHidden
              isMono
              placeholder={t("sessions.searchFor")}
              value={query}
              onChange={(next) => {
                setQuery(next);
                setChosen(0);
              }}
              onKeyDown={onKeyDown}
              role="combobox"
              aria-expanded={matches.length > 0}
              aria-controls="search-results"
              aria-activedescendant={matches[index] ? resultId(matches[index]) : undefined}
            />
          </div>
          <div className="wide:w-52">
            <Select
              label={t("sessions.searchScope")}
              isLabelHidden
              value={scope}
              options={options}
              onChange={setScope}
            />
          </div>
        </div>
        <div className="flex min-h-6 items-center gap-4">
          <Checkbox label={t("sessions.searchCase")} isChecked={isCaseSensitive} onChange={setCaseSensitive} />
          <p role="status" className="figures flex-1 text-right text-12 text-muted">
            {error ? (
              <span className="text-danger">{describeError(error, language)}</span>
            ) : (
              <SearchSummary results={results} />
            )}
          </p>
        </div>
        {results?.state === "searching" && <Progress value={results.progress} label={t("sessions.searching")} />}
      </search>
      <Results
        items={items}
        chosen={matches[index]}
        onOpen={(match) => void openMatch(match)}
        query={query}
        isDone={results !== null && results.state !== "searching"}
      />
    </Dialog>
  );
}

function SearchSummary({ results }: { readonly results: SearchResults | null }) {
  const t = useText();
  if (!results) return <>{t("sessions.searchHint")}</>;
  if (results.state === "truncated") return <>{t("sessions.searchTruncated", { count: results.count })}</>;
  return <>{t("sessions.searchCount", { count: results.count })}</>;
}

/** Goes to where a match stands: its row in the history, or the moment in the replay if it never scrolled off or was drawn over. */
function useOpenMatch(onClose: () => void): (match: SearchMatch) => Promise<void> {
  const model = useSessionsModel();
  const call = useCall();
  const t = useText();
  return async ({ session, offset, time }) => {
    const outcome = await call(
      `history:locate:${session}:${offset}`,
      (client, signal) => client.history.locate({ id: session, offset }, { signal }),
      { label: t("sessions.openingMatch") },
    );
    if (outcome.kind !== "done") return;
    const { row, isAlternate } = outcome.value;
    onClose();
    model.go(session);
    if (row !== null) model.show(session, { kind: "history", row });
    else if (isAlternate) model.show(session, { kind: "replay", time });
    else model.show(session, { kind: "live" });
  };
}

interface ResultsProps {
  readonly items: readonly ResultItem[];
  readonly chosen: SearchMatch | undefined;
  readonly onOpen: (match: SearchMatch) => void;
  readonly query: string;
  readonly isDone: boolean;
}

function resultId({ session, offset, start }: SearchMatch): string {
  return `result-${session}-${offset}-${start}`;
}

const lineHeight = 20;

function heightOf(item: ResultItem | undefined): number {
  if (!item || item.kind === "session") return 32;
  return (1 + item.match.before.length + item.match.after.length) * lineHeight + 10;
}

function Results({ items, chosen, onOpen, query, isDone }: ResultsProps) {
  const t = useText();
  const scroller = useRef<HTMLDivElement>(null);
  const virtualizer = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroller.current,
    estimateSize: (index) => heightOf(items[index]),
    overscan: 10,
  });
  const chosenIndex = items.findIndex((item) => item.kind === "match" && item.match === chosen);
  const lastChosen = useRef(chosenIndex);
  if (lastChosen.current !== chosenIndex) {
    lastChosen.current = chosenIndex;
    if (chosenIndex >= 0) queueMicrotask(() => virtualizer.scrollToIndex(chosenIndex));
  }
  if (isDone && items.length === 0)
    return <p className="mt-2 h-[46vh] py-8 text-center text-13 text-muted">{t("sessions.searchNone", { query })}</p>;
  return (
    <div
      ref={scroller}
      id="search-results"
      role="listbox"
      aria-label={t("sessions.searchResults")}
      tabIndex={-1}
      className="mt-2 h-[46vh] overflow-y-auto"
    >
      <div className="relative" style={{ height: virtualizer.getTotalSize() }}>
        {virtualizer.getVirtualItems().map((row) => {
          const item = items[row.index];
          if (!item) return null;
          return (
            <div
              key={row.key}
              role="presentation"
              className="absolute inset-x-0 top-0"
              style={{ height: row.size, transform: `translateY(${row.start}px)` }}
            >
              {item.kind === "session" ? (
                <SessionHeading session={item.session} count={item.count} />
              ) : (
                <Match match={item.match} isChosen={item.match === chosen} onOpen={onOpen} />
              )}
            </div>
          );
        })}
      </div>
    </div>
  );
}

function SessionHeading({ session: id, count }: { readonly session: string; readonly count: number }) {
  const session = useSession(id);
  return (
    <h3 className="flex h-full items-end gap-2 pb-1 text-12 text-muted">
      {session && <ToolIcon tool={session.tool} size="small" />}
      <span className="font-medium text-text">{session?.name ?? id}</span>
      <span className="min-w-0 truncate text-muted">{session?.folder}</span>
      <span className="figures">{count}</span>
    </h3>
  );
}

function Match({
  match,
  isChosen,
  onOpen,
}: {
  readonly match: SearchMatch;
  readonly isChosen: boolean;
  readonly onOpen: (match: SearchMatch) => void;
}) {
  const language = useLanguage();
  const parts = excerpt(match.text, match.start, match.length);
  return (
    <div
      role="option"
      id={resultId(match)}
      aria-selected={isChosen}
      tabIndex={-1}
      onClick={() => onOpen(match)}
      onKeyDown={(event) => event.key === "Enter" && onOpen(match)}
      className={classes(
        "mono flex h-full flex-col justify-center rounded px-2 text-12 leading-5",
        isChosen ? "bg-selected" : "hover:bg-hover",
      )}
    >
      {match.before.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: context lines have no other identity
        <span key={`before-${index}`} className="block overflow-hidden text-ellipsis whitespace-pre text-muted">
          {line || " "}
        </span>
      ))}
      <span className="flex gap-3">
        {/* Where there is little room, what stands around the match gives way, never the match itself. */}
        <span className="flex min-w-0 flex-1 whitespace-pre text-text">
          <span className="min-w-0 overflow-hidden text-ellipsis whitespace-pre">{parts.before}</span>
          <mark className="max-w-full shrink-0 overflow-hidden text-ellipsis whitespace-pre rounded-[2px] bg-(--terminal-selection) text-text">
            {parts.match}
          </mark>
          <span className="min-w-0 shrink-[999] overflow-hidden text-ellipsis whitespace-pre">{parts.after}</span>
        </span>
        <span className="figures shrink-0 font-sans text-muted max-wide:hidden">
          {formatDateTime(match.time, language)}
        </span>
      </span>
      {match.after.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: context lines have no other identity
        <span key={`after-${index}`} className="block overflow-hidden text-ellipsis whitespace-pre text-muted">
          {line || " "}
        </span>
      ))}
    </div>
  );
}
