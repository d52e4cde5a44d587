import type { HistoryRow } from "#shared/contract/history.ts";
import type { LiveScreen } from "../screen/liveScreen.ts";
import { rowToAnsi } from "../screen/rowText.ts";

export interface ScreenRows {
  readonly rows: HistoryRow[];
  readonly screenTop: number;
  readonly cursor: { readonly column: number; readonly row: number };
  readonly isAlternate: boolean;
}

/** What the screen shows, the alternate one if that is active. */
export function readScreen(live: LiveScreen): ScreenRows {
  const model = live.look();
  const { buffer } = model;
  const rows: HistoryRow[] = [];
  for (let y = 0; y < model.rows; y++) {
    const line = buffer.getLine(buffer.baseY + y);
    rows.push(line ? { text: rowToAnsi(line), wrapped: line.isWrapped } : { text: "", wrapped: false });
  }
  return {
    rows,
    screenTop: model.screenTop,
    cursor: { column: buffer.cursorX, row: buffer.cursorY },
    isAlternate: model.isAlternate,
  };
}
