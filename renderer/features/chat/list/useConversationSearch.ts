import { useEffect, useState } from "react";
import type { ConversationMatch } from "#shared/contract/chat.ts";
import type { AppError } from "#shared/errors/appError.ts";
import { useText } from "../../../i18n/useText.ts";
import { useCall } from "../../../shell/useCall.ts";

export type SearchState =
  | { readonly kind: "off" }
  | { readonly kind: "searching"; readonly before: readonly ConversationMatch[] }
  | { readonly kind: "found"; readonly query: string; readonly matches: readonly ConversationMatch[] }
  | { readonly kind: "failed"; readonly error: AppError };

/** After the last key, so that a word is one search. Milliseconds. */
const restMs = 150;

/** What the server finds in titles and texts; the answer to a query that has changed meanwhile is not shown. */
export function useConversationSearch(query: string): SearchState {
  const call = useCall();
  const t = useText();
  const [state, setState] = useState<SearchState>({ kind: "off" });
  const wanted = query.trim();
  useEffect(() => {
    if (wanted === "") {
      setState({ kind: "off" });
      return;
    }
    const abort = new AbortController();
    setState((before) => ({ kind: "searching", before: before.kind === "found" ? before.matches : [] }));
    const timer = setTimeout(async () => {
      const outcome = await call(
        `chat.search:${wanted}`,
        (client, signal) =>
          client.chat.search({ query: wanted, limit: 100 }, { signal: AbortSignal.any([signal, abort.signal]) }),
        { label: t("chat.searchTask"), isQuiet: true },
      );
      if (abort.signal.aborted) return;
      if (outcome.kind === "done") setState({ kind: "found", query: wanted, matches: outcome.value });
      if (outcome.kind === "failed") setState({ kind: "failed", error: outcome.error });
    }, restMs);
    return () => {
      clearTimeout(timer);
      abort.abort(new DOMException("Another search", "AbortError"));
    };
  }, [wanted, call, t]);
  return state;
}
