import unicode11 from "@xterm/addon-unicode11";
import headless, { type IBuffer } from "@xterm/headless";
import { followModes, type TerminalModes } from "./attachModes.ts";

/** The session's screen as a model in this process. Steps are taken in the order they were asked for. */
export interface AttachModel extends Disposable {
  readonly columns: number;
  readonly rows: number;
  readonly active: IBuffer;
  readonly normal: IBuffer;
  readonly modes: TerminalModes;
  /** Begins anew with a state that the server sent; calls back when it is parsed. */
  restore(size: { readonly columns: number; readonly rows: number }, state: Uint8Array, parsed: () => void): void;
  output(bytes: Uint8Array, parsed: () => void): void;
  resize(columns: number, rows: number): void;
}

/** What a model tells besides what can be looked at. */
export interface ModelListeners {
  onChanged(): void;
  onBell(): void;
  onTitle(title: string): void;
  /** What a program wants on the clipboard: the parameters of OSC 52, never a question. */
  onClipboard(data: string): void;
}

/** Rows above the screen that are kept for scrolling. */
const scrollback = 5_000;

/** An empty model. */
export function createModel(listeners: ModelListeners): AttachModel {
  const terminal = new headless.Terminal({ cols: 80, rows: 24, scrollback, allowProposedApi: true, logLevel: "off" });
  // The server's model counts widths by the same tables.
  terminal.loadAddon(new unicode11.Unicode11Addon());
  terminal.unicode.activeVersion = "11";
  const modes = followModes(terminal);
  terminal.onBell(listeners.onBell);
  terminal.onTitleChange(listeners.onTitle);
  terminal.parser.registerOscHandler(52, (data) => {
    if (!data.endsWith("?")) listeners.onClipboard(data);
    return true;
  });
  const inTurn = createTurns(listeners.onChanged);
  const parse = (bytes: Uint8Array) => new Promise<void>((resolve) => terminal.write(bytes, resolve));
  return {
    get columns() {
      return terminal.cols;
    },
    get rows() {
      return terminal.rows;
    },
    get active() {
      return terminal.buffer.active;
    },
    get normal() {
      return terminal.buffer.normal;
    },
    get modes() {
      return modes.current;
    },
    restore: ({ columns, rows }, state, parsed) =>
      inTurn.take(async () => {
        terminal.reset();
        modes.forget();
        terminal.resize(columns, rows);
        await parse(state);
        parsed();
      }),
    output: (bytes, parsed) =>
      inTurn.take(async () => {
        await parse(bytes);
        parsed();
      }),
    resize: (columns, rows) => inTurn.take(async () => terminal.resize(columns, rows)),
    [Symbol.dispose]() {
      inTurn[Symbol.dispose]();
      terminal.dispose();
    },
  };
}

/** One step after the other: xterm parses later than it takes, but a new size and a new state count at once. */
function createTurns(taken: () => void): Disposable & { take(step: () => Promise<void>): void } {
  let last = Promise.resolve();
  let isDisposed = false;
  return {
    take(step) {
      last = last.then(async () => {
        if (isDisposed) return;
        await step();
        taken();
      });
    },
    [Symbol.dispose]() {
      isDisposed = true;
    },
  };
}
