import type { IBufferCell, IBufferLine, Terminal } from "@xterm/xterm";
import type { Span, SpanColor, SpanStyle } from "../history/ansiSpans.ts";

/** One row of a terminal, as runs of one style. `isWrapped` says that it continues the row above. */
export interface TextRow {
  readonly spans: readonly Span[];
  readonly isWrapped: boolean;
}

export interface BufferRows {
  /** Rows that scrolled off, oldest first; a row that was read stays the same object. */
  readonly above: readonly TextRow[];
  /** How many rows the terminal held above its screen when it was read. */
  readonly base: number;
  /** What the screen shows now. */
  readonly screen: readonly TextRow[];
  /** The cursor's row among those of the screen, and its column. */
  readonly cursor: { readonly row: number; readonly column: number };
  /** Changes where the rows above are not the continuation of those read before: the terminal was reset or cleared. */
  readonly epoch: number;
}

/** More would only fill memory: what is older comes from the history. */
const maximumAbove = 5000;

/** What of a terminal is read; the one without a page has it too. */
export interface ReadableTerminal extends Pick<Terminal, "buffer" | "rows" | "cols"> {
  registerMarker(cursorYOffset?: number): Marker | undefined;
  readonly parser: { registerEscHandler(id: { final: string }, callback: () => boolean): { dispose(): void } };
}

type Marker = Pick<ReturnType<Terminal["registerMarker"]>, "line" | "isDisposed" | "dispose">;

export interface BufferReader extends Disposable {
  read(): BufferRows;
}

/** Reads a terminal's rows again and again, each row that scrolled off once only. */
export function createBufferReader(terminal: ReadableTerminal): BufferReader {
  let above: TextRow[] = [];
  let epoch = 0;
  /** Stands on the last row that was read for good, and so tells where it went when old rows were dropped. */
  let marker: Marker | undefined;
  let columns = terminal.cols;
  let wasReset = false;
  // A full reset (RIS) puts fresh buffers in place; markers of the old ones are not told.
  const resets = terminal.parser.registerEscHandler({ final: "c" }, () => {
    wasReset = true;
    return false;
  });

  const mark = (): void => {
    const { normal } = terminal.buffer;
    marker?.dispose();
    marker = normal.baseY > 0 ? terminal.registerMarker(-1 - normal.cursorY) : undefined;
  };
  const reset = (): void => {
    marker?.dispose();
    marker = undefined;
    if (above.length === 0) return;
    above = [];
    epoch += 1;
  };
  const read = (): BufferRows => {
    const { active, normal } = terminal.buffer;
    // A new width wraps everything anew, so that rows are other rows.
    if (wasReset || (marker?.isDisposed ?? false) || columns !== terminal.cols || above.length > maximumAbove) reset();
    columns = terminal.cols;
    wasReset = false;
    if (active.type === "normal") {
      const cell = normal.getNullCell();
      const from = marker ? marker.line + 1 : 0;
      for (let row = from; row < normal.baseY; row += 1)
        above.push(textRow(normal.getLine(row), normal.getLine(row + 1), cell));
      // A terminal that grew higher takes rows back onto its screen.
      if (normal.baseY < from) above = above.slice(0, Math.max(above.length - (from - normal.baseY), 0));
      if (normal.baseY !== from) mark();
    }
    const cell = active.getNullCell();
    const screen = Array.from({ length: terminal.rows }, (_, row) =>
      textRow(active.getLine(active.baseY + row), active.getLine(active.baseY + row + 1), cell),
    );
    return { above, base: normal.baseY, screen, cursor: { row: active.cursorY, column: active.cursorX }, epoch };
  };
  return {
    read,
    [Symbol.dispose]: () => {
      resets.dispose();
      marker?.dispose();
    },
  };
}

function textRow(line: IBufferLine | undefined, next: IBufferLine | undefined, cell: IBufferCell): TextRow {
  if (!line) return { spans: [], isWrapped: false };
  const spans: { text: string; style: SpanStyle }[] = [];
  // Where it wrapped at a space, that space parts two words.
  const isContinued = next?.isWrapped ?? false;
  let key = "";
  for (let column = 0; column < line.length; column += 1) {
    line.getCell(column, cell);
    // The second half of a wide character.
    if (cell.getWidth() === 0) continue;
    // Left empty by a wide character that found no room and wrapped.
    if (isContinued && column === line.length - 1 && cell.getChars() === "") continue;
    const characters = cell.getChars() || " ";
    const nextKey = `${cell.getFgColorMode()}.${cell.getFgColor()}.${cell.getBgColorMode()}.${cell.getBgColor()}.${attributes(cell)}`;
    const last = spans.at(-1);
    if (last && nextKey === key) last.text += characters;
    else spans.push({ text: characters, style: styleOf(cell) });
    key = nextKey;
  }
  return { spans: isContinued ? spans : withoutBlankEnd(spans), isWrapped: line.isWrapped };
}

/** The right part of a row is mostly blank cells, which a narrow screen would wrap into blank lines. */
function withoutBlankEnd(spans: readonly Span[]): readonly Span[] {
  const last = spans.at(-1);
  if (!last || last.style.background || last.style.inverse || last.style.underline) return spans;
  const text = last.text.trimEnd();
  if (text === last.text) return spans;
  const rest = spans.slice(0, -1);
  return text === "" ? withoutBlankEnd(rest) : [...rest, { ...last, text }];
}

function attributes(cell: IBufferCell): number {
  const flags = [
    cell.isBold(),
    cell.isDim(),
    cell.isItalic(),
    cell.isUnderline(),
    cell.isInverse(),
    cell.isStrikethrough(),
  ];
  return flags.reduce((sum, flag, index) => (flag === 0 ? sum : sum + 2 ** index), 0);
}

function styleOf(cell: IBufferCell): SpanStyle {
  const foreground = cell.isFgDefault() ? null : colorOf(cell.isFgRGB(), cell.getFgColor());
  const background = cell.isBgDefault() ? null : colorOf(cell.isBgRGB(), cell.getBgColor());
  return {
    ...(foreground ? { foreground } : {}),
    ...(background ? { background } : {}),
    ...(cell.isBold() ? { bold: true } : {}),
    ...(cell.isDim() ? { dim: true } : {}),
    ...(cell.isItalic() ? { italic: true } : {}),
    ...(cell.isUnderline() ? { underline: true } : {}),
    ...(cell.isInverse() ? { inverse: true } : {}),
    ...(cell.isStrikethrough() ? { strike: true } : {}),
  };
}

function colorOf(isRgb: boolean, value: number): SpanColor {
  return isRgb ? { kind: "rgb", value: `#${value.toString(16).padStart(6, "0")}` } : { kind: "palette", index: value };
}
