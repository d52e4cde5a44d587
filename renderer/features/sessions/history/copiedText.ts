import type { HistoryRow } from "#shared/contract/history.ts";
import { withoutAnsi } from "./ansiSpans.ts";

/** A place between two characters of a row; `column` counts UTF-16 units of the text without colours. */
export interface RowPosition {
  readonly row: number;
  readonly column: number;
}

/** The text between two places: a line that the terminal wrapped is one line again; trailing blanks of a line are left out. */
export function copiedText(
  rowAt: (row: number) => HistoryRow | undefined,
  start: RowPosition,
  end: RowPosition,
): string {
  let text = "";
  for (let number = start.row; number <= end.row; number += 1) {
    const row = rowAt(number);
    if (!row) continue;
    const plain = withoutAnsi(row.text);
    const part = plain.slice(number === start.row ? start.column : 0, number === end.row ? end.column : undefined);
    if (number > start.row && !row.wrapped) text = `${withoutTrailingBlanks(text)}\n`;
    text += part;
  }
  return text;
}

/** Blanks only: an empty line above must stay. */
function withoutTrailingBlanks(text: string): string {
  return text.replace(/[ \t]+$/, "");
}
