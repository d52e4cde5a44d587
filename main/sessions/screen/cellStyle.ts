/** The part of xterm's cells, and of its current pen, that says how a character looks. */
export interface StyledCell {
  isBold(): number;
  isDim(): number;
  isItalic(): number;
  isUnderline(): number;
  isBlink(): number;
  isInverse(): number;
  isInvisible(): number;
  isStrikethrough(): number;
  isOverline(): number;
  isFgRGB(): boolean;
  isFgPalette(): boolean;
  isBgRGB(): boolean;
  isBgPalette(): boolean;
  getFgColor(): number;
  getBgColor(): number;
}

/** The SGR parameters that give this look after a reset; empty for the default look. Kinds and colours of underlines are left out. */
export function cellStyle(cell: StyledCell): string {
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
  const background = backgroundStyle(cell);
  if (background) codes.push(background);
  return codes.join(";");
}

/** The background alone: all that erased cells have. */
export function backgroundStyle(cell: StyledCell): string {
  if (cell.isBgRGB()) return `48;2;${rgb(cell.getBgColor())}`;
  return cell.isBgPalette() ? paletteCode(cell.getBgColor(), 40) : "";
}

/** The sequence that gives this style, whatever was before. */
export function selectStyle(style: string): string {
  return style === "" ? "\x1b[0m" : `\x1b[0;${style}m`;
}

function rgb(color: number): string {
  return `${(color >> 16) & 255};${(color >> 8) & 255};${color & 255}`;
}

function paletteCode(color: number, base: number): string {
  if (color < 8) return String(base + color);
  if (color < 16) return String(base + 60 + color - 8);
  return `${base + 8};5;${color}`;
}
