import type { HistoryRow } from "#shared/contract/history.ts";
import { ansiSpans, type Span } from "../history/ansiSpans.ts";
import type { TextRow } from "./bufferRows.ts";

/** A line as the program printed it, whatever the width it was shown at. */
export interface TextLine {
  readonly spans: readonly Span[];
}

/** A row of the history, in the form of the terminal's own. */
export function historyTextRow({ text, wrapped }: HistoryRow): TextRow {
  return { spans: ansiSpans(text), isWrapped: wrapped };
}

/** Rows joined to lines: a row that continues the one above belongs to its line. */
export function joinRows(rows: readonly TextRow[]): readonly TextLine[] {
  return groupRows(rows).map(lineOf);
}

/** The same for rows that only grow in number: lines that stay the same are the same objects, so that nobody draws them anew. */
export function createRowJoiner(): (rows: readonly TextRow[]) => readonly TextLine[] {
  const known = new WeakMap<TextRow, { readonly line: TextLine; readonly count: number }>();
  return (rows) =>
    groupRows(rows).map((group) => {
      const [first] = group;
      const before = first && known.get(first);
      if (before?.count === group.length) return before.line;
      const line = lineOf(group);
      if (first) known.set(first, { line, count: group.length });
      return line;
    });
}

function groupRows(rows: readonly TextRow[]): readonly (readonly TextRow[])[] {
  const groups: TextRow[][] = [];
  for (const row of rows) {
    const last = groups.at(-1);
    if (row.isWrapped && last) last.push(row);
    else groups.push([row]);
  }
  return groups;
}

function lineOf(rows: readonly TextRow[]): TextLine {
  return { spans: rows.flatMap(({ spans }) => spans) };
}

/** Without the empty rows at the screen's end, below the cursor: they are no text, only room. */
export function withoutEmptyEnd(rows: readonly TextRow[], cursorRow: number): readonly TextRow[] {
  const last = rows.findLastIndex(({ spans }, index) => spans.length > 0 || index === cursorRow);
  return rows.slice(0, last + 1);
}
