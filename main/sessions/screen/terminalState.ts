import type { IBuffer, IBufferCell, IBufferLine, IModes, Terminal } from "@xterm/headless";
import { backgroundStyle, cellStyle, selectStyle } from "./cellStyle.ts";
import { coreOf, type InternalBuffer } from "./terminalInternals.ts";

/**
 * A terminal's state as text that, written to a fresh terminal of the same size, restores it: the rows from `above` the screen on,
 * cells with their looks, cursor and saved cursor, scroll region, character sets, modes, pen. Not restored: tab stops, links, kinds
 * of underline. (The serialize addon was tried: it loses erased backgrounds, scroll region, saved cursor and mouse encoding.)
 */
export function terminalState(terminal: Terminal, above: number): string {
  const { normal, active } = coreOf(terminal).buffers;
  const isAlternate = active !== normal;
  let text = rows(terminal.buffer.normal, terminal.buffer.normal.baseY - above);
  if (isAlternate) {
    // Entering the alternate screen saves the cursor that leaving it restores, and fills the screen with the pen's background.
    text += `${saved(normal)}\x1b[?1049h\x1b[0m\x1b[2J${rows(terminal.buffer.alternate, 0)}`;
  }
  text += `${saved(active)}\x1b7\x1b[0m`;
  return text + region(terminal, active) + cursor(terminal, active) + modes(terminal) + pen(terminal);
}

/** All rows from one on, the last of them being the screen's last. */
function rows(buffer: IBuffer, first: number): string {
  let text = "\x1b[H";
  for (let y = first; y < buffer.length; y++) {
    const line = buffer.getLine(y);
    // A full buffer is a ring: past its end it would give its first row again.
    const next = y + 1 < buffer.length ? buffer.getLine(y + 1) : undefined;
    if (line) text += row(line, next?.isWrapped ? next : undefined);
    if (next && !next.isWrapped) text += "\r\n";
  }
  return text;
}

/**
 * One row. Before a row that continues it, it is filled up, so that writing on wraps to there; a wide character that did not fit
 * into the last column does so by itself.
 */
function row(line: IBufferLine, continuation: IBufferLine | undefined): string {
  const length = line.length - (hasWideGap(line, continuation) ? 1 : 0);
  // Only a character wraps to a new row; where that row begins with erased cells, a space does it for them.
  let text = line.isWrapped && line.getCell(0)?.getChars() === "" ? " \r" : "";
  let style = "";
  const select = (wanted: string): void => {
    if (wanted !== style) text += selectStyle(wanted);
    style = wanted;
  };
  for (let x = 0; x < length; ) {
    const cell = line.getCell(x);
    if (!cell) break;
    if (!isErased(cell)) {
      select(cellStyle(cell));
      text += cell.getChars() || " ";
      x += Math.max(1, cell.getWidth());
      continue;
    }
    const background = backgroundStyle(cell);
    const end = Math.min(endOfBlank(line, x, background), length);
    select(background);
    if (continuation) text += " ".repeat(end - x);
    else if (end < line.length) text += `\x1b[${end - x}X\x1b[${end - x}C`;
    else if (background !== "") text += "\x1b[K";
    x = end;
  }
  select("");
  return text;
}

/** Whether the last cell was left empty because a wide character did not fit: then it looks like that character. */
function hasWideGap(line: IBufferLine, continuation: IBufferLine | undefined): boolean {
  const wide = continuation?.getCell(0);
  const last = line.getCell(line.length - 1);
  if (!wide || !last || wide.getWidth() !== 2) return false;
  return last.getChars() === "" && last.getWidth() === 1 && cellStyle(last) === cellStyle(wide);
}

/** Whether there is nothing but a background. What is left of half a wide character has a look without having a character. */
function isErased(cell: IBufferCell): boolean {
  return cell.getChars() === "" && cellStyle(cell) === backgroundStyle(cell);
}

/** One past the erased cells of the same background that begin at `from`. */
function endOfBlank(line: IBufferLine, from: number, background: string): number {
  let end = from + 1;
  for (let cell = line.getCell(end); cell && end < line.length; cell = line.getCell(end)) {
    if (!isErased(cell) || backgroundStyle(cell) !== background) break;
    end++;
  }
  return end;
}

function saved(buffer: InternalBuffer): string {
  const y = Math.max(0, buffer.savedY - buffer.ybase);
  return place(buffer.savedX, y) + selectStyle(cellStyle(buffer.savedCurAttrData));
}

function place(x: number, y: number): string {
  return `\x1b[${y + 1};${x + 1}H`;
}

function region(terminal: Terminal, buffer: InternalBuffer): string {
  const isWhole = buffer.scrollTop === 0 && buffer.scrollBottom === terminal.rows - 1;
  const margins = isWhole ? "" : `\x1b[${buffer.scrollTop + 1};${buffer.scrollBottom + 1}r`;
  return terminal.modes.originMode ? `${margins}\x1b[?6h` : margins;
}

/** Origin mode counts rows from the region's top. Past the last column, the last character is written again to get there. */
function cursor(terminal: Terminal, buffer: InternalBuffer): string {
  const y = terminal.modes.originMode ? buffer.y - buffer.scrollTop : buffer.y;
  if (buffer.x < terminal.cols) return place(buffer.x, y);
  const line = terminal.buffer.active.getLine(buffer.ybase + buffer.y);
  const isWide = line?.getCell(terminal.cols - 1)?.getWidth() === 0;
  const x = terminal.cols - (isWide ? 2 : 1);
  const cell = line?.getCell(x);
  if (!cell) return place(terminal.cols - 1, y);
  return place(x, y) + selectStyle(cellStyle(cell)) + (cell.getChars() || " ");
}

const mouseModes: Record<IModes["mouseTrackingMode"], string> = {
  none: "",
  x10: "\x1b[?9h",
  vt200: "\x1b[?1000h",
  drag: "\x1b[?1002h",
  any: "\x1b[?1003h",
};
const cursorStyles = { block: 1, underline: 3, bar: 5 } as const;

function modes(terminal: Terminal): string {
  const { modes: on } = terminal;
  const { coreService, coreMouseService } = coreOf(terminal);
  const { cursorStyle, cursorBlink } = coreService.decPrivateModes;
  let text = mouseModes[on.mouseTrackingMode];
  if (coreMouseService.activeEncoding === "SGR") text += "\x1b[?1006h";
  if (coreMouseService.activeEncoding === "SGR_PIXELS") text += "\x1b[?1016h";
  if (on.applicationCursorKeysMode) text += "\x1b[?1h";
  if (on.applicationKeypadMode) text += "\x1b[?66h";
  if (on.bracketedPasteMode) text += "\x1b[?2004h";
  if (on.sendFocusMode) text += "\x1b[?1004h";
  if (on.reverseWraparoundMode) text += "\x1b[?45h";
  if (on.insertMode) text += "\x1b[4h";
  if (!on.wraparoundMode) text += "\x1b[?7l";
  if (cursorStyle) text += `\x1b[${cursorStyles[cursorStyle] + (cursorBlink === false ? 1 : 0)} q`;
  return coreService.isCursorHidden ? `${text}\x1b[?25l` : text;
}

function pen(terminal: Terminal): string {
  const { _charsetService: charset, _inputHandler } = coreOf(terminal);
  let text = selectStyle(cellStyle(_inputHandler._curAttrData));
  if (isLineDrawing(charset._charsets[0])) text += "\x1b(0";
  if (isLineDrawing(charset._charsets[1])) text += "\x1b)0";
  return charset.glevel === 1 ? `${text}\x0e` : text;
}

/** DEC special graphics maps q to a horizontal line; no other character set does. */
function isLineDrawing(charset: Readonly<Record<string, string>> | undefined): boolean {
  return charset?.q === "─";
}
