import type { IBuffer, Terminal } from "@xterm/headless";
import { coreOf, normalRows } from "./terminalInternals.ts";

/** Rows above the screen may be wrapped otherwise than keyframes tell them: a change of size wraps all of them anew. */
export interface Wrapping {
  /** The number from which on rows are wrapped as they are told. */
  readonly from: number;
  /** The numbers by which the first rows of the lines before it are told, the nearest first. */
  readonly linesAbove: number[];
}

interface MarkedLine {
  readonly number: number;
  /** Its `line` is the row's place in the buffer; -1 once the row is gone. */
  readonly marker: { readonly line: number; dispose(): void };
}

/**
 * Numbers the rows of a terminal's normal buffer from the session's beginning. A row that scrolled off the screen keeps the number it
 * was told by, until it comes back to the screen; then the line it belongs to keeps the number of its first row.
 */
export class RowNumbers {
  readonly #terminal: Terminal;
  /** The number of the buffer's first row. Negative where rows wrapped anew need more numbers than there are before the screen. */
  #base: number;
  #wrapping: Wrapping;
  #isJustResized = false;
  #rowList: object | undefined;
  #trims: { dispose(): void } | undefined;

  /** `firstRow` is the number of the first row that will be written. */
  constructor(terminal: Terminal, firstRow: number, wrapping: Wrapping = { from: firstRow, linesAbove: [] }) {
    this.#terminal = terminal;
    this.#base = firstRow;
    this.#wrapping = wrapping;
    this.#followTrims();
  }

  get wrapping(): Wrapping {
    return this.#wrapping;
  }

  /** Number of the row at the top of the normal screen; rows before it have scrolled off. */
  get screenTop(): number {
    return this.#base + this.#normal.baseY;
  }

  /** Number of the oldest row still in the buffer that is wrapped as it is told. */
  get firstRow(): number {
    return Math.max(this.#wrapping.from, this.#base);
  }

  /** A row's place in the buffer; undefined if it is no longer, or not yet, there. */
  indexOf(number: number): number | undefined {
    const index = number - this.#base;
    // A full buffer is a ring: past its end it would give its first row again.
    return number >= this.firstRow && index < this.#normal.length ? index : undefined;
  }

  /** Follows what parsing does. */
  parse(parse: () => void): void {
    this.#isJustResized = false;
    const top = this.screenTop;
    parse();
    if (normalRows(this.#terminal) !== this.#rowList) this.#renumberAfterReset(top);
  }

  /** So many rows have scrolled by without being parsed, and none from before them is left. */
  skip(rows: number): void {
    this.#base += rows;
  }

  /** Follows a change of size. Returns the number of the first row that is wrapped anew: it and what follows is to be told again. */
  resize(resize: () => void): number {
    const top = this.screenTop;
    // Rows are wrapped anew, those of the normal buffer too while the alternate one shows. What keeps its number is the first row of
    // the line at the top of the screen, of the old one or the new one, whichever is further up.
    const lines = this.#markLines(top);
    resize();
    const { baseY } = this.#normal;
    const left = lines.filter(({ marker }) => marker.line >= 0);
    const above = left.filter(({ marker }) => marker.line <= baseY);
    // Without output since the last change, what was wrapped for that is wrapped anew: it was on no screen that anybody wrote to.
    const from = this.#isJustResized ? this.#wrapping.from : top;
    const kept = above.find(({ number }) => number <= from) ?? above[0] ?? left.at(-1);
    if (kept) this.#base = Math.max(kept.number - kept.marker.line, -baseY);
    const first = Math.max(0, Math.min(kept?.number ?? top, this.screenTop));
    const linesAbove = left.filter(({ number }) => number < first).map(({ number }) => number);
    this.#wrapping = { from: first, linesAbove };
    this.#isJustResized = true;
    for (const { marker } of lines) marker.dispose();
    return first;
  }

  get #normal(): IBuffer {
    return this.#terminal.buffer.normal;
  }

  /** Markers of the first rows of all lines from the one at the top of the screen up. */
  #markLines(top: number): MarkedLine[] {
    const normal = this.#normal;
    const buffer = coreOf(this.#terminal).buffers.normal;
    const lines: MarkedLine[] = [];
    const above = this.#wrapping.linesAbove.values();
    for (let index = normal.baseY; index >= 0; index--) {
      if (index > 0 && normal.getLine(index)?.isWrapped) continue;
      const current = top - normal.baseY + index;
      const number = current >= this.#wrapping.from ? current : above.next().value;
      // The buffer may begin inside of a line that was wrapped otherwise when it was told.
      if (number === undefined) break;
      lines.push({ number, marker: buffer.addMarker(index) });
    }
    return lines;
  }

  #followTrims(): void {
    const rows = normalRows(this.#terminal);
    this.#trims?.dispose();
    this.#rowList = rows;
    this.#trims = rows.onTrim((count) => (this.#base += count));
  }

  /** ESC c begins with an empty buffer: what was on the screen is gone, and numbering goes on below it. */
  #renumberAfterReset(top: number): void {
    this.#followTrims();
    this.#base = Math.max(top, this.#base);
  }
}
