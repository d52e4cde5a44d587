import type { PredictionScreen } from "./predictionCells.ts";

interface BufferLine {
  getCell(column: number): { getChars(): string } | undefined;
}

/** What of a terminal of xterm the engine reads; the page's and the headless one have it alike. */
export interface PredictedTerminal {
  readonly cols: number;
  readonly rows: number;
  readonly buffer: {
    readonly active: {
      readonly type: "normal" | "alternate";
      readonly cursorX: number;
      readonly cursorY: number;
      readonly baseY: number;
      getLine(row: number): BufferLine | undefined;
    };
  };
  readonly parser: {
    registerCsiHandler(
      id: { readonly prefix?: string; readonly intermediates?: string; readonly final: string },
      handler: (parameters: (number | number[])[]) => boolean,
    ): { dispose(): void };
    registerEscHandler(id: { readonly final: string }, handler: () => boolean): { dispose(): void };
  };
  registerMarker(cursorRowOffset?: number): { readonly line: number; readonly isDisposed: boolean } | undefined;
}

/** The cursor's mode of DECTCEM. */
const cursorMode = 25;
/** Further than any terminal has rows: what was expected before then is nowhere. */
const elsewhere = 1_000_000;

/** A terminal of xterm as the engine sees it. Follows whether the cursor is hidden, which xterm does not tell. */
export function createPredictionScreen(terminal: PredictedTerminal): PredictionScreen & Disposable {
  let isCursorHidden = false;
  const show = (isShown: boolean) => (parameters: (number | number[])[]) => {
    if (parameters.includes(cursorMode)) isCursorHidden = !isShown;
    return false;
  };
  const reset = (): boolean => {
    isCursorHidden = false;
    return false;
  };
  const { parser } = terminal;
  const handlers = [
    parser.registerCsiHandler({ prefix: "?", final: "h" }, show(true)),
    parser.registerCsiHandler({ prefix: "?", final: "l" }, show(false)),
    parser.registerCsiHandler({ intermediates: "!", final: "p" }, reset),
    parser.registerEscHandler({ final: "c" }, reset),
  ];
  const scrolled = createScrollCount(terminal);
  return {
    get columns() {
      return terminal.cols;
    },
    get rows() {
      return terminal.rows;
    },
    get cursor() {
      const { cursorX, cursorY } = terminal.buffer.active;
      return { row: cursorY, column: cursorX };
    },
    get isAlternate() {
      return terminal.buffer.active.type === "alternate";
    },
    get isCursorHidden() {
      return isCursorHidden;
    },
    get scrolled() {
      return scrolled();
    },
    cell: (row, column) => {
      const { active } = terminal.buffer;
      const characters = active
        .getLine(active.baseY + row)
        ?.getCell(column)
        ?.getChars();
      return characters === undefined || characters === "" ? " " : characters;
    },
    [Symbol.dispose]: () => {
      for (const handler of handlers) handler.dispose();
    },
  };
}

/** How far the screen has scrolled, also once the buffer is full and its first row stays the same number: a marker moves along. */
function createScrollCount(terminal: PredictedTerminal): () => number {
  let marker: ReturnType<PredictedTerminal["registerMarker"]>;
  let markedLine = 0;
  let offset = 0;
  return () => {
    const { active } = terminal.buffer;
    if (active.type === "alternate") return offset;
    if (!marker || marker.isDisposed) {
      marker = terminal.registerMarker();
      markedLine = marker?.line ?? 0;
      offset += elsewhere;
    }
    return offset + active.baseY + (marker ? markedLine - marker.line : 0);
  };
}
