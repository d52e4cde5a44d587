import { useEffect, useState } from "react";
import type { AppError } from "#shared/errors/appError.ts";
import { toAppError } from "../../../connection/callOutcome.ts";
import { isAbort } from "../../../connection/isRetryable.ts";
import { useShell } from "../../../shell/shell.ts";
import { addSearchEvent, beginSearch, type SearchResults } from "./searchResults.ts";

/** A pause in typing this long is taken for the end of a word. */
const settleMs = 150;

export interface SearchState {
  readonly results: SearchResults | null;
  readonly error: AppError | null;
}

const nothing: SearchState = { results: null, error: null };

/** Searches as the person types: the search before is cancelled, here and on the server, when the question changes. */
export function useHistorySearch(query: string, session: string | null, isCaseSensitive: boolean): SearchState {
  const { connection } = useShell();
  const [state, setState] = useState<SearchState>(nothing);
  useEffect(() => {
    if (query.trim() === "") {
      setState(nothing);
      return;
    }
    const abort = new AbortController();
    const search = async (): Promise<void> => {
      let results = beginSearch;
      setState({ results, error: null });
      try {
        const request = {
          query,
          caseSensitive: isCaseSensitive,
          context: 1,
          limit: 500,
          ...(session === null ? {} : { sessions: [session] }),
        };
        // Opening the stream is what can be retried; once it flows, a break is told and the person searches again.
        const events = await connection.call(`history:search:${query}:${session ?? ""}`, (client, signal) =>
          client.history.search(request, { signal: AbortSignal.any([signal, abort.signal]) }),
        );
        for await (const event of events) {
          if (abort.signal.aborted) return;
          results = addSearchEvent(results, event);
          setState({ results, error: null });
        }
      } catch (thrown) {
        if (abort.signal.aborted || isAbort(thrown)) return;
        setState({ results, error: toAppError(thrown) });
      }
    };
    const timer = setTimeout(() => void search(), settleMs);
    return () => {
      clearTimeout(timer);
      abort.abort(new DOMException("Another question", "AbortError"));
    };
  }, [connection, query, session, isCaseSensitive]);
  return state;
}
