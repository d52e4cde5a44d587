import type { IBuffer, IBufferCell } from "@xterm/headless";

/**
 * A row of a terminal's buffer as text that draws it from its first column on: SGR colours and attributes, cut at `columns`. A wide
 * character that would be cut in half becomes a space. Ends with default attributes.
 */
export function drawRow(buffer: IBuffer, number: number, columns: number): string {
  const line = buffer.getLine(number);
  if (!line) return "\x1b[0m";
  let text = "";
  let attributes = "";
  const length = Math.min(columns, line.length);
  let cell: IBufferCell | undefined;
  for (let column = 0; column < length; column += 1) {
    cell = line.getCell(column, cell);
    if (!cell || cell.getWidth() === 0) continue;
    const wanted = attributesOf(cell);
    if (wanted !== attributes) text += `\x1b[0${wanted}m`;
    attributes = wanted;
    text += column + cell.getWidth() > columns ? " " : cell.getChars() || " ";
  }
  // Plain blanks at the end are left to whoever erased the row; coloured ones are part of the picture.
  const drawn = attributes === "" ? text.trimEnd() : text;
  return drawn.endsWith("\x1b[0m") ? drawn : `${drawn}\x1b[0m`;
}

function attributesOf(cell: IBufferCell): string {
  if (cell.isAttributeDefault()) return "";
  const flags: readonly [number, number][] = [
    [cell.isBold(), 1],
    [cell.isDim(), 2],
    [cell.isItalic(), 3],
    [cell.isUnderline(), 4],
    [cell.isBlink(), 5],
    [cell.isInverse(), 7],
    [cell.isInvisible(), 8],
    [cell.isStrikethrough(), 9],
    [cell.isOverline(), 53],
  ];
  const set = flags.filter(([isSet]) => isSet !== 0).map(([, code]) => `;${code}`);
  return set.join("") + foreground(cell) + background(cell);
}

function foreground(cell: IBufferCell): string {
  const color = cell.getFgColor();
  if (cell.isFgDefault()) return "";
  if (cell.isFgRGB()) return `;38;2;${channels(color)}`;
  if (color < 8) return `;${30 + color}`;
  return color < 16 ? `;${90 + color - 8}` : `;38;5;${color}`;
}

function background(cell: IBufferCell): string {
  const color = cell.getBgColor();
  if (cell.isBgDefault()) return "";
  if (cell.isBgRGB()) return `;48;2;${channels(color)}`;
  if (color < 8) return `;${40 + color}`;
  return color < 16 ? `;${100 + color - 8}` : `;48;5;${color}`;
}

function channels(color: number): string {
  return `${(color >> 16) & 255};${(color >> 8) & 255};${color & 255}`;
}
