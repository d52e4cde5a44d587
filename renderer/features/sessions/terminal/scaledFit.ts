import { type TerminalSize, terminalLimits } from "#shared/contract/sessions.ts";

export interface PixelSize {
  readonly width: number;
  readonly height: number;
}

/** The largest terminal that fits an area; null while the area or the font has no size yet (hidden, not laid out). */
export function fittingSize(area: PixelSize, cell: PixelSize): TerminalSize | null {
  if (cell.width <= 0 || cell.height <= 0 || area.width < cell.width || area.height < cell.height) return null;
  return {
    columns: clamp(Math.floor(area.width / cell.width), terminalLimits.minColumns, terminalLimits.maxColumns),
    rows: clamp(Math.floor(area.height / cell.height), terminalLimits.minRows, terminalLimits.maxRows),
  };
}

/** By how much a terminal of another's size is scaled to be seen whole; never enlarged, as that only blurs it. */
export function viewingScale(area: PixelSize, terminal: PixelSize): number {
  if (terminal.width <= 0 || terminal.height <= 0 || area.width <= 0 || area.height <= 0) return 1;
  return Math.min(1, area.width / terminal.width, area.height / terminal.height);
}

function clamp(value: number, minimum: number, maximum: number): number {
  return Math.min(Math.max(value, minimum), maximum);
}
