import { SearchX } from "lucide-react";
import type { ConversationMatch } from "#shared/contract/chat.ts";
import { formatAgo } from "../../../i18n/format.ts";
import { useLanguage, useText } from "../../../i18n/useText.ts";
import { describeError } from "../../../shell/describeError.ts";
import { useShell } from "../../../shell/shell.ts";
import { classes } from "../../../ui/classes.ts";
import { EmptyState } from "../../../ui/EmptyState.tsx";
import { Spinner } from "../../../ui/Spinner.tsx";
import { VirtualList } from "../../../ui/VirtualList.tsx";
import { excerpt } from "./excerpt.ts";
import type { SearchState } from "./useConversationSearch.ts";

const rowHeight = 76;

export interface SearchResultsProps {
  readonly state: SearchState;
  /** The message that somebody came to look at. */
  readonly current: string | null;
  readonly now: number;
}

/** What a search found, each place with the words around the hit; opening one goes to the message. */
export function SearchResults({ state, current, now }: SearchResultsProps) {
  const t = useText();
  const language = useLanguage();
  const { router } = useShell();
  if (state.kind === "off") return null;
  if (state.kind === "failed")
    return (
      <p role="alert" className="px-4 py-2 text-13 text-danger">
        {describeError(state.error, language)}
      </p>
    );
  const matches = state.kind === "found" ? state.matches : state.before;
  if (state.kind === "found" && matches.length === 0)
    return <EmptyState icon={SearchX} title={t("chat.noMatchTitle")} body={t("chat.noMatchBody")} />;
  return (
    <>
      <p role="status" className="flex h-7 shrink-0 items-center gap-2 px-4 text-12 text-faint">
        {state.kind === "searching" ? (
          <>
            <Spinner /> {t("chat.searching")}
          </>
        ) : (
          t("chat.matches", { count: matches.length })
        )}
      </p>
      <VirtualList items={matches} keyOf={keyOf} rowHeight={rowHeight} label={t("chat.searchResults")}>
        {(match) => (
          <button
            type="button"
            data-match={match.conversation}
            onClick={() =>
              router.navigate(
                match.message === null ? ["chat", match.conversation] : ["chat", match.conversation, match.message],
              )
            }
            className={classes(
              "focus-inset block h-full w-full min-w-0 px-4 py-2 text-left",
              match.message !== null && match.message === current ? "bg-selected" : "hover:bg-hover",
            )}
          >
            <span className="flex items-center gap-2">
              <span className="min-w-0 flex-1 truncate text-13 font-medium">{match.title || t("chat.untitled")}</span>
              <span className="figures shrink-0 text-12 text-muted">{formatAgo(match.at, now, language)}</span>
            </span>
            <Excerpt match={match} />
          </button>
        )}
      </VirtualList>
    </>
  );
}

function Excerpt({ match }: { readonly match: ConversationMatch }) {
  const { before, hit, after } = excerpt(match);
  return (
    <span className="line-clamp-2 text-12 leading-5 break-words text-muted">
      {before}
      <mark className="rounded bg-accent-soft font-semibold text-text">{hit}</mark>
      {after}
    </span>
  );
}

function keyOf({ conversation, message, start }: ConversationMatch): string {
  return `${conversation}:${message}:${start}`;
}
