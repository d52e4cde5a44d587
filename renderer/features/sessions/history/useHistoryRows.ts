import { useCallback, useEffect, useEffectEvent, useMemo, useRef, useState } from "react";
import type { HistoryRow } from "#shared/contract/history.ts";
import { useText } from "../../../i18n/useText.ts";
import { useCall } from "../../../shell/useCall.ts";
import { createRowCache, pageRows } from "./rowCache.ts";
import type { RowRange } from "./rowWindow.ts";

export interface HistoryRowsState {
  /** All rows there are, the screen's included; null until the first answer. */
  readonly all: RowRange | null;
  /** The row at the top of the live screen. */
  readonly screenTop: number;
  readonly rowAt: (number: number) => HistoryRow | undefined;
  /** Fetches what is missing of these rows. */
  readonly want: (range: RowRange) => void;
  readonly hasFailed: boolean;
}

/** The rows of a session's history (one component, one session), fetched as they come into view, followed by those on its screen. */
export function useHistoryRows(session: string, endOffset: number): HistoryRowsState {
  const call = useCall();
  const t = useText();
  const [cache] = useState(createRowCache);
  const [version, setVersion] = useState(0);
  const [hasFailed, setFailed] = useState(false);
  const [screen, setScreen] = useState<{ readonly top: number; readonly rows: readonly HistoryRow[] } | null>(null);
  const [firstKept, setFirstKept] = useState<number | null>(null);
  const label = t("sessions.loadingHistory");

  const asking = useRef<{ wanted: number | null; isUnderWay: boolean }>({ wanted: null, isUnderWay: false });
  const askForScreen = useEffectEvent(async () => {
    if (asking.current.isUnderWay) return;
    asking.current.isUnderWay = true;
    // An answer may be older than what was printed while it was under way: then it is asked for once more.
    for (let answered: number | null = null; asking.current.wanted !== answered; ) {
      answered = asking.current.wanted;
      const outcome = await call(
        `history:screen:${session}`,
        (client, signal) => client.history.screen({ id: session }, { signal }),
        { label },
      );
      if (outcome.kind === "done")
        setScreen({ top: outcome.value.screenTop, rows: withoutEmptyEnd(outcome.value.rows) });
      else if (outcome.kind === "failed") setFailed(true);
      if (asking.current.wanted === null) break;
    }
    asking.current.isUnderWay = false;
  });
  useEffect(() => {
    const now = asking.current;
    now.wanted = endOffset;
    void askForScreen();
    return () => {
      now.wanted = null;
    };
  }, [endOffset]);

  const fetchPage = useCallback(
    async (page: number) => {
      cache.fetching(page);
      const outcome = await call(
        `history:rows:${session}:${page}`,
        (client, signal) => client.history.rows({ id: session, first: page, count: pageRows }, { signal }),
        { label },
      );
      if (outcome.kind !== "done") {
        cache.failed(page);
        setFailed(true);
        return;
      }
      setFailed(false);
      cache.store(page, outcome.value.first, outcome.value.rows);
      setFirstKept(outcome.value.firstKept);
      setVersion((count) => count + 1);
    },
    [cache, session, call, label],
  );

  const screenTop = screen?.top ?? 0;
  const want = useCallback(
    (range: RowRange) => {
      for (const page of cache.missing(Math.max(range.first, firstKept ?? 0), Math.min(range.end, screenTop)))
        void fetchPage(page);
    },
    [cache, fetchPage, firstKept, screenTop],
  );
  const known = screen !== null;
  useEffect(() => {
    if (known && firstKept === null) void fetchPage(0);
  }, [known, firstKept, fetchPage]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: the cache changes in place; its version says so
  const rowAt = useCallback(
    (number: number) => (number >= screenTop ? screen?.rows[number - screenTop] : cache.row(number)),
    [cache, screen, screenTop, version],
  );
  const isReady = screen !== null && firstKept !== null;
  const end = screenTop + (screen?.rows.length ?? 0);
  const all = useMemo(
    () => (isReady && firstKept !== null ? { first: Math.min(firstKept, end), end } : null),
    [isReady, firstKept, end],
  );
  return { all, screenTop, rowAt, want, hasFailed };
}

/** The lower part of a screen is often empty; it is no part of the history. */
function withoutEmptyEnd(rows: readonly HistoryRow[]): readonly HistoryRow[] {
  const last = rows.findLastIndex((row) => row.text.trim() !== "");
  return rows.slice(0, last + 1);
}
