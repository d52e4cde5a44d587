import type { SerializeAddon } from "@xterm/addon-serialize";
import type { Terminal } from "@xterm/headless";
import { coreOf } from "./terminalInternals.ts";

/**
 * A terminal's state as text that, written to a fresh terminal of the same size, restores it. The serialize addon restores cells,
 * colours, cursor position and most modes; this adds the saved cursor, scroll region, line-drawing characters, mouse encoding,
 * cursor style and hidden cursor, without which a full-screen program looks or behaves wrongly after a reattach. Not restored: tab stops.
 */
export function terminalState(terminal: Terminal, serializer: SerializeAddon, scrollback: number): string {
  return savedCursor(terminal) + serializer.serialize({ scrollback }) + scrollRegion(terminal) + modes(terminal);
}

function savedCursor(terminal: Terminal): string {
  const { normal, active } = coreOf(terminal).buffers;
  const row = normal.savedY - normal.ybase;
  if (active !== normal || row < 0 || (row === 0 && normal.savedX === 0)) return "";
  return `\x1b[${row + 1};${normal.savedX + 1}H\x1b7\x1b[H`;
}

function scrollRegion(terminal: Terminal): string {
  const buffer = coreOf(terminal).buffers.active;
  if (buffer.scrollTop === 0 && buffer.scrollBottom === terminal.rows - 1) return "";
  // Setting the region moves the cursor home; in origin mode positions count from the region's top.
  const row = terminal.modes.originMode ? buffer.y - buffer.scrollTop : buffer.y;
  return `\x1b[${buffer.scrollTop + 1};${buffer.scrollBottom + 1}r\x1b[${row + 1};${Math.min(buffer.x, terminal.cols - 1) + 1}H`;
}

const cursorStyles = { block: 1, underline: 3, bar: 5 } as const;

function modes(terminal: Terminal): string {
  const { coreService, coreMouseService, _charsetService: charset } = coreOf(terminal);
  const { cursorStyle, cursorBlink } = coreService.decPrivateModes;
  let text = "";
  if (coreMouseService.activeEncoding === "SGR") text += "\x1b[?1006h";
  if (coreMouseService.activeEncoding === "SGR_PIXELS") text += "\x1b[?1016h";
  if (isLineDrawing(charset._charsets[0])) text += "\x1b(0";
  if (isLineDrawing(charset._charsets[1])) text += "\x1b)0";
  if (charset.glevel === 1) text += "\x0e";
  if (cursorStyle) text += `\x1b[${cursorStyles[cursorStyle] + (cursorBlink === false ? 1 : 0)} q`;
  if (coreService.isCursorHidden) text += "\x1b[?25l";
  return text;
}

/** DEC special graphics maps q to a horizontal line; no other character set does. */
function isLineDrawing(charset: Readonly<Record<string, string>> | undefined): boolean {
  return charset?.q === "─";
}
