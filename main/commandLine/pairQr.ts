import { create } from "qrcode";

/** Modules around the code that stay light; phones want some, four are the standard and two are enough on a screen. */
const margin = 2;
/** Black on white whatever the terminal's own colours are, in the palette that themes leave alone. */
const colours = { on: "\x1b[38;5;16;48;5;231m", off: "\x1b[0m" };

/**
 * A text as a QR code, two modules a character, at most 80 columns for a link of ours. Without colours the light modules are drawn,
 * as it must be on a dark background; on a light one the code comes out negative, which phones read too.
 */
export function qrLines(text: string, hasColours: boolean): string[] {
  const { modules } = create(text, { errorCorrectionLevel: "L" });
  const isDark = (row: number, column: number): boolean =>
    row >= 0 && column >= 0 && row < modules.size && column < modules.size && modules.get(row, column) === 1;
  const isDrawn = (row: number, column: number): boolean => isDark(row, column) === hasColours;
  const lines: string[] = [];
  for (let row = -margin; row < modules.size + margin; row += 2) {
    let line = "";
    for (let column = -margin; column < modules.size + margin; column += 1) {
      const [upper, lower] = [isDrawn(row, column), isDrawn(row + 1, column)];
      line += upper && lower ? "█" : upper ? "▀" : lower ? "▄" : " ";
    }
    lines.push(hasColours ? `${colours.on}${line}${colours.off}` : line);
  }
  return lines;
}
