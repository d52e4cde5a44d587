import type { Terminal } from "@xterm/headless";
import type { StyledCell } from "./cellStyle.ts";

/** A buffer's rows, oldest first, of which the oldest are trimmed when there are too many. */
interface RowList {
  readonly length: number;
  get(index: number): { readonly _data: Uint32Array<ArrayBuffer> } | undefined;
  onTrim(listener: (count: number) => void): { dispose(): void };
}

/** A mapping of characters, as line drawing needs it; undefined is ASCII. */
type Charset = Readonly<Record<string, string>> | undefined;

export interface InternalBuffer {
  readonly lines: RowList;
  readonly ybase: number;
  /** The cursor; `x` equals the number of columns while the next character would begin a new row. */
  readonly x: number;
  readonly y: number;
  readonly scrollTop: number;
  readonly scrollBottom: number;
  readonly savedX: number;
  /** Counted from the buffer's first row. */
  readonly savedY: number;
  readonly savedCurAttrData: StyledCell;
  /** A marker that stays with the row at `index` of the buffer; its `line` is -1 once the row is gone. */
  addMarker(index: number): { readonly line: number; dispose(): void };
}

interface Core {
  readonly buffers: { readonly normal: InternalBuffer; readonly alt: InternalBuffer; readonly active: InternalBuffer };
  readonly coreService: {
    readonly isCursorHidden: boolean;
    readonly decPrivateModes: { readonly cursorStyle?: "block" | "underline" | "bar"; readonly cursorBlink?: boolean };
  };
  readonly coreMouseService: { readonly activeEncoding: string };
  readonly unicodeService: { wcwidth(codePoint: number): 0 | 1 | 2 };
  readonly _charsetService: { readonly glevel: number; readonly _charsets: readonly Charset[] };
  readonly _inputHandler: {
    readonly _curAttrData: StyledCell;
    readonly _parser: { readonly currentState: number };
    /** The bytes of a character that is not complete, zeros behind them. */
    readonly _utf8Decoder: { readonly interim: Uint8Array };
    parse(data: Uint8Array | string): undefined | Promise<boolean>;
  };
}

/**
 * What @xterm/headless does or knows but does not export. Its version is pinned; screenModel.test.ts fails if any of this changes.
 */
export function coreOf(terminal: Terminal): Core {
  return (terminal as unknown as { readonly _core: Core })._core;
}

/** Parses at once instead of in slices between events. */
export function parseNow(terminal: Terminal, data: Uint8Array | string): void {
  coreOf(terminal)._inputHandler.parse(data);
}

/** The row list of the normal buffer. A full reset (ESC c) replaces it by another. */
export function normalRows(terminal: Terminal): RowList {
  return coreOf(terminal).buffers.normal.lines;
}

/** Whether the parser stands outside of any escape sequence. */
export function isOutsideSequence(terminal: Terminal): boolean {
  const ground = 0;
  return coreOf(terminal)._inputHandler._parser.currentState === ground;
}

/** How many bytes of a character that is not complete were parsed. */
export function incompleteCharacterBytes(terminal: Terminal): number {
  return coreOf(terminal)._inputHandler._utf8Decoder.interim.filter((byte) => byte !== 0).length;
}

/**
 * Gives a terminal's cells back to the system at once; it cannot be used any more. Every row is an array outside of the heap, of
 * which the collector sees so little that those of many terminals would lie about before it runs.
 */
export function releaseRows(terminal: Terminal): void {
  const { normal, alt } = coreOf(terminal).buffers;
  for (const { lines } of [normal, alt]) {
    for (let index = 0; index < lines.length; index++) lines.get(index)?._data.buffer.transfer(0);
  }
}
