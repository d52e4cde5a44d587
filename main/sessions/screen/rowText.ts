import type { IBufferCell, IBufferLine } from "@xterm/headless";

/** A row as text with SGR colours and nothing else; blanks at its end are left out. Ends without colours. */
export function rowToAnsi(line: IBufferLine, scratch?: IBufferCell): string {
  const end = contentEnd(line, scratch);
  let text = "";
  let style = "";
  for (let x = 0; x < end; x++) {
    const cell = line.getCell(x, scratch);
    if (!cell || cell.getWidth() === 0) continue;
    const next = cellStyle(cell);
    if (next !== style) {
      text += next === "" ? "\x1b[0m" : `\x1b[0;${next}m`;
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
    if (!cell) continue;
    const isBlank =
      (cell.getChars() === "" || cell.getChars() === " ") &&
      cell.isBgDefault() &&
      !cell.isInverse() &&
      !cell.isUnderline();
    if (!isBlank && cell.getWidth() !== 0) return x + cell.getWidth();
  }
  return 0;
}

function cellStyle(cell: IBufferCell): string {
  if (cell.isAttributeDefault()) return "";
  const codes: string[] = [];
  if (cell.isBold()) codes.push("1");
  if (cell.isDim()) codes.push("2");
  if (cell.isItalic()) codes.push("3");
  if (cell.isUnderline()) codes.push("4");
  if (cell.isBlink()) codes.push("5");
  if (cell.isInverse()) codes.push("7");
  if (cell.isInvisible()) codes.push("8");
  if (cell.isStrikethrough()) codes.push("9");
  if (cell.isOverline()) codes.push("53");
  if (cell.isFgRGB()) codes.push(`38;2;${rgb(cell.getFgColor())}`);
  else if (cell.isFgPalette()) codes.push(paletteCode(cell.getFgColor(), 30));
  if (cell.isBgRGB()) codes.push(`48;2;${rgb(cell.getBgColor())}`);
  else if (cell.isBgPalette()) codes.push(paletteCode(cell.getBgColor(), 40));
  return codes.join(";");
}

function rgb(color: number): string {
  return `${(color >> 16) & 255};${(color >> 8) & 255};${color & 255}`;
}

function paletteCode(color: number, base: number): string {
  if (color < 8) return String(base + color);
  if (color < 16) return String(base + 60 + color - 8);
  return `${base + 8};5;${color}`;
}
