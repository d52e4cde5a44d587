import { stripVTControlCharacters } from "node:util";
import type { HistoryRow } from "#shared/contract/history.ts";
import type { Sessions } from "../../sessions/contract.ts";

/** Rows as text. `first` is the number of the first one. */
export interface ReadRows {
  readonly first: number;
  readonly count: number;
  /** The oldest row that could be read. */
  readonly firstKept: number;
  readonly text: string;
}

/** The last `lines` rows before row `before`, or of the screen and what scrolled off it; without colours, blank rows at the end left out. */
export async function readRows(
  history: Pick<Sessions["history"], "rows" | "screen">,
  id: string,
  { lines, before }: { readonly lines: number; readonly before?: number | undefined },
): Promise<ReadRows> {
  const screen = await history.screen(id);
  const onScreen = withoutBlankEnd(screen.rows);
  const end = Math.min(before ?? Number.POSITIVE_INFINITY, screen.screenTop + onScreen.length);
  const first = Math.max(0, end - lines);
  const fromScreen = onScreen.slice(Math.max(0, first - screen.screenTop), Math.max(0, end - screen.screenTop));
  const above = Math.min(end, screen.screenTop) - first;
  // One row is asked for even where none is needed: with it comes the number of the oldest row.
  const older = await history.rows(id, above > 0 ? first : screen.screenTop, Math.max(1, above));
  const kept = above > 0 ? older.rows.slice(0, above) : [];
  const start = kept.length > 0 ? older.first : Math.max(first, Math.min(screen.screenTop, end));
  const rows = [...kept, ...fromScreen];
  return { first: start, count: rows.length, firstKept: Math.min(older.firstKept, start), text: textOf(rows) };
}

/** One line for each row, but rows that a narrow terminal wrapped joined again. */
function textOf(rows: readonly HistoryRow[]): string {
  let text = "";
  for (const [index, row] of rows.entries()) {
    const plain = stripVTControlCharacters(row.text);
    text += index === 0 || row.wrapped ? plain : `\n${plain}`;
  }
  return text;
}

function withoutBlankEnd(rows: readonly HistoryRow[]): readonly HistoryRow[] {
  const last = rows.findLastIndex(({ text }) => stripVTControlCharacters(text).trim() !== "");
  return rows.slice(0, last + 1);
}
