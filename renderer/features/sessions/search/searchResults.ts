import type { SearchEvent, SearchMatch } from "#shared/contract/history.ts";

export interface SessionMatches {
  readonly session: string;
  readonly matches: readonly SearchMatch[];
}

/** What a search has found so far. */
export interface SearchResults {
  readonly groups: readonly SessionMatches[];
  readonly count: number;
  /** From 0 to 1; null until the server told how much there is. */
  readonly progress: number | null;
  readonly state: "searching" | "done" | "truncated";
}

export const beginSearch: SearchResults = { groups: [], count: 0, progress: null, state: "searching" };

/** The results after an event. Matches come session by session, but a session may come in several events. */
export function addSearchEvent(results: SearchResults, event: SearchEvent): SearchResults {
  switch (event.kind) {
    case "progress":
      return { ...results, progress: event.totalBytes === 0 ? 1 : Math.min(event.searchedBytes / event.totalBytes, 1) };
    case "done":
      return { ...results, progress: 1, state: event.isTruncated ? "truncated" : "done" };
    case "matches":
      return {
        ...results,
        groups: event.matches.reduce(withMatch, results.groups),
        count: results.count + event.matches.length,
      };
  }
}

function withMatch(groups: readonly SessionMatches[], match: SearchMatch): readonly SessionMatches[] {
  const index = groups.findIndex(({ session }) => session === match.session);
  const found = groups[index];
  if (!found) return [...groups, { session: match.session, matches: [match] }];
  return groups.with(index, { session: match.session, matches: [...found.matches, match] });
}

/** A row of the results as shown: a session's heading, or one of its matches. */
export type ResultItem =
  | { readonly kind: "session"; readonly session: string; readonly count: number }
  | { readonly kind: "match"; readonly match: SearchMatch };

export function resultItems(groups: readonly SessionMatches[]): readonly ResultItem[] {
  return groups.flatMap(({ session, matches }): ResultItem[] => [
    { kind: "session", session, count: matches.length },
    ...matches.map((match) => ({ kind: "match", match }) as const),
  ]);
}

export interface ExcerptParts {
  readonly before: string;
  readonly match: string;
  readonly after: string;
}

/** A long line cut down around its match, which always stays whole in view; `lead` characters are kept before it. */
export function excerpt(text: string, start: number, length: number, lead = 40): ExcerptParts {
  const from = start > lead ? start - lead : 0;
  return {
    before: `${from > 0 ? "…" : ""}${text.slice(from, start).replace(from > 0 ? /^$/ : /^\s+/, "")}`,
    match: text.slice(start, start + length),
    after: text.slice(start + length, start + length + 400),
  };
}
