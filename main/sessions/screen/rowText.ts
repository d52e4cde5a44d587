import type { IBufferCell, IBufferLine } from "@xterm/headless";
import { cellStyle, selectStyle } from "./cellStyle.ts";

/** A row as text with SGR colours and nothing else; blanks at its end are left out. Ends without colours. */
export function rowToAnsi(line: IBufferLine, scratch?: IBufferCell): string {
  const end = contentEnd(line, scratch);
  let text = "";
  let style = "";
  for (let x = 0; x < end; x++) {
    const cell = line.getCell(x, scratch);
    if (!cell || cell.getWidth() === 0) continue;
    const next = cell.isAttributeDefault() ? "" : cellStyle(cell);
    if (next !== style) {
      text += selectStyle(next);
      style = next;
    }
    text += cell.getChars() || " ";
  }
  return style === "" ? text : `${text}\x1b[0m`;
}

/** One past the last cell that shows something: a character, or a background. */
function contentEnd(line: IBufferLine, scratch?: IBufferCell): number {
  for (let x = line.length - 1; x >= 0; x--) {
    const cell = line.getCell(x, scratch);
    if (!cell || cell.getWidth() === 0) continue;
    const isBlank = cell.getChars() === "" || cell.getChars() === " ";
    if (!isBlank || !cell.isBgDefault() || cell.isInverse() || cell.isUnderline()) return x + cell.getWidth();
  }
  return 0;
}
