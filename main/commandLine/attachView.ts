import unicode11 from "@xterm/addon-unicode11";
import headless from "@xterm/headless";
import { drawRow } from "./attachCells.ts";
import { changeModes, followModes, frozenModes, plainModes, type TerminalModes } from "./attachModes.ts";
import type { LocalTerminal } from "./attachTerminal.ts";

/**
 * Shows a session in the person's terminal, whatever the two sizes are: the session's screen is kept as a model, and what changed
 * of the part that fits is drawn. One row at the bottom says whose terminal this is and how to leave.
 */
export interface AttachView extends Disposable {
  /** Begins anew with a state that the server sent. */
  restore(size: { columns: number; rows: number }, state: Uint8Array, parsed: () => void): void;
  output(bytes: Uint8Array, parsed: () => void): void;
  resize(columns: number, rows: number): void;
  /** What stands in the bottom row. */
  say(status: string): void;
  /** Moves through the rows above the screen; 0 is the present. Answers with how far above it is now. */
  scrollBy(rows: number): number;
  /** Draws everything again, for instance after the local terminal changed its size. */
  redraw(): void;
  /** The last rows with text on them, for the person's own screen when the tool has ended. */
  lastRows(): string;
}

/** Rows above the screen that are kept for scrolling. */
const scrollback = 5_000;
/** No more frames a second than a person can see. */
const frameMs = 16;

/** `passesModes` is false for who only watches: then mouse and paste modes stay as they are. */
export function createView(local: LocalTerminal, passesModes: boolean): AttachView {
  const terminal = new headless.Terminal({ cols: 80, rows: 24, scrollback, allowProposedApi: true, logLevel: "off" });
  // The server's model counts widths by the same tables.
  terminal.loadAddon(new unicode11.Unicode11Addon());
  terminal.unicode.activeVersion = "11";
  const modes = followModes(terminal);
  let shown: string[] = [];
  let shownModes: TerminalModes = plainModes;
  let status = "";
  let above = 0;
  let timer: NodeJS.Timeout | undefined;
  let drawnAt = 0;
  let isBlocked = false;
  let isDisposed = false;
  let last = Promise.resolve();

  terminal.onBell(() => local.write("\x07"));
  terminal.onTitleChange((title) => local.write(`\x1b]2;${printable(title)}\x07`));
  terminal.parser.registerOscHandler(52, (data) => {
    // Setting the clipboard is passed on, reading it never.
    if (passesModes && !data.endsWith("?")) local.write(`\x1b]52;${printable(data)}\x07`);
    return true;
  });

  function schedule(): void {
    if (timer || isBlocked || isDisposed) return;
    timer = setTimeout(draw, Math.max(0, frameMs - (performance.now() - drawnAt)));
  }

  function draw(): void {
    timer = undefined;
    if (isDisposed) return;
    drawnAt = performance.now();
    const rows = Math.max(1, local.rows - 1);
    const frame = Array.from({ length: rows }, (_, row) => rowText(row, rows));
    frame.push(`\x1b[7m${fit(status, local.columns)}\x1b[0m`);
    // Erased first: after a row's last column "erase to the end" would take the last character away.
    const changed = frame.map((text, row) => (text === shown[row] ? "" : `\x1b[${row + 1};1H\x1b[K${text}`)).join("");
    shown = frame;
    const wanted = frozenModes(
      passesModes ? modes.current : { ...plainModes, isCursorHidden: modes.current.isCursorHidden },
    );
    const text = changed + changeModes(shownModes, wanted) + cursor(rows, wanted);
    shownModes = wanted;
    // Drawn as one picture by terminals that know synchronized output; others ignore it.
    if (local.write(`\x1b[?2026h\x1b[?25l${text}\x1b[?2026l`)) return;
    isBlocked = true;
    void local.drained().then(() => {
      isBlocked = false;
      schedule();
    });
  }

  function rowText(row: number, rows: number): string {
    const { active } = terminal.buffer;
    if (row >= terminal.rows) return "\x1b[0m";
    return drawRow(active, firstRow(rows) + row, local.columns);
  }

  /** The rows that fit: the lowest ones the cursor is on or above, so that what is typed can be seen. */
  function firstRow(rows: number): number {
    const { active } = terminal.buffer;
    return Math.max(0, active.baseY + Math.max(0, active.cursorY - rows + 1) - above);
  }

  function cursor(rows: number, { isCursorHidden }: TerminalModes): string {
    const { active } = terminal.buffer;
    const row = active.baseY + active.cursorY - firstRow(rows);
    if (isCursorHidden || above > 0 || row >= rows || active.cursorX >= local.columns) return "";
    return `\x1b[${row + 1};${active.cursorX + 1}H\x1b[?25h`;
  }

  const parse = (bytes: Uint8Array) => new Promise<void>((resolve) => terminal.write(bytes, resolve));

  /** One after the other: xterm parses later than it takes, but a new size and a new state count at once. */
  function inTurn(step: () => Promise<void>): void {
    last = last.then(async () => {
      if (isDisposed) return;
      await step();
      schedule();
    });
  }

  return {
    restore(size, state, parsed) {
      inTurn(async () => {
        terminal.reset();
        modes.forget();
        above = 0;
        terminal.resize(size.columns, size.rows);
        await parse(state);
        parsed();
      });
    },
    output(bytes, parsed) {
      inTurn(async () => {
        await parse(bytes);
        parsed();
      });
    },
    resize: (columns, rows) => inTurn(async () => terminal.resize(columns, rows)),
    say(text) {
      status = text;
      schedule();
    },
    scrollBy(rows) {
      const { active } = terminal.buffer;
      above = Math.min(active.baseY, Math.max(0, above + rows));
      schedule();
      return above;
    },
    redraw() {
      shown = [];
      schedule();
    },
    lastRows() {
      const { normal } = terminal.buffer;
      const numbers = Array.from({ length: normal.cursorY + 1 }, (_, row) => normal.baseY + row);
      const last = numbers.findLastIndex((number) => normal.getLine(number)?.translateToString(true));
      return numbers
        .slice(0, last + 1)
        .map((number) => `${drawRow(normal, number, local.columns)}\r\n`)
        .join("");
    },
    [Symbol.dispose]() {
      isDisposed = true;
      clearTimeout(timer);
      terminal.dispose();
    },
  };
}

/** Exactly this many columns; wide characters count twice. */
function fit(text: string, columns: number): string {
  let width = 0;
  let fitted = "";
  for (const character of printable(text)) {
    const own =
      /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u.test(
        character,
      )
        ? 2
        : 1;
    if (width + own > columns) break;
    width += own;
    fitted += character;
  }
  return fitted + " ".repeat(columns - width);
}

/** Without control characters: names and titles come from tools and must not steer the person's terminal. */
function printable(text: string): string {
  return text.replace(/\p{Cc}/gu, "");
}
