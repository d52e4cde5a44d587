import { drawRow } from "./attachCells.ts";
import { type AttachModel, createModel } from "./attachModel.ts";
import { changeModes, frozenModes, plainModes, type TerminalModes } from "./attachModes.ts";
import type { LocalTerminal } from "./attachTerminal.ts";

/**
 * Shows a session in the person's terminal, whatever the two sizes are: the session's screen is kept as a model, and what changed
 * of the part that fits is drawn. One row at the bottom says whose terminal this is and how to leave.
 */
export interface AttachView extends Disposable, Pick<AttachModel, "restore" | "output" | "resize"> {
  /** What stands in the bottom row. */
  say(status: string): void;
  /** Moves through the rows above the screen; answers with how far above the present it is now. */
  scrollBy(rows: number): number;
  /** Draws everything again, for instance after the local terminal changed its size. */
  redraw(): void;
  /** The last rows with text on them, for the person's own screen when the tool has ended. */
  lastRows(): string;
}

/** No more frames a second than a person can see. */
const frameMs = 16;

/** `passesModes` is false for who only watches: then mouse, paste and clipboard stay as they are. */
export function createView(local: LocalTerminal, passesModes: boolean): AttachView {
  let status = "";
  let above = 0;
  const frames = createFrames(local, () => ({
    ...picture(model, local, above),
    status,
    modes: wantedModes(model, passesModes),
  }));
  const model = createModel({
    onChanged: frames.request,
    onBell: () => void local.write("\x07"),
    onTitle: (title) => void local.write(`\x1b]2;${printable(title)}\x07`),
    onClipboard: (data) => void (passesModes && local.write(`\x1b]52;${printable(data)}\x07`)),
  });
  return {
    restore(size, state, parsed) {
      above = 0;
      model.restore(size, state, parsed);
    },
    output: model.output,
    resize: model.resize,
    say(text) {
      status = text;
      frames.request();
    },
    scrollBy(rows) {
      above = Math.min(model.active.baseY, Math.max(0, above + rows));
      frames.request();
      return above;
    },
    redraw: frames.restart,
    lastRows: () => lastRows(model, local.columns),
    [Symbol.dispose]() {
      frames[Symbol.dispose]();
      model[Symbol.dispose]();
    },
  };
}

/** What the local terminal should show. */
interface Picture {
  readonly rows: readonly string[];
  /** Where the cursor stands, as a sequence that shows it there; empty if it is hidden or out of sight. */
  readonly cursor: string;
}

/** The part of the model that fits: the lowest rows up to the cursor, so that what is typed can be seen, or those scrolled to. */
function picture(model: AttachModel, local: LocalTerminal, above: number): Picture {
  const { active } = model;
  const count = Math.max(1, local.rows - 1);
  const first = Math.max(0, active.baseY + Math.max(0, active.cursorY - count + 1) - above);
  const drawn = (row: number) => (row < model.rows ? drawRow(active, first + row, local.columns) : "\x1b[0m");
  const cursorRow = active.baseY + active.cursorY - first;
  const isInSight = above === 0 && cursorRow < count && active.cursorX < local.columns && !model.modes.isCursorHidden;
  return {
    rows: Array.from({ length: count }, (_, row) => drawn(row)),
    cursor: isInSight ? `\x1b[${cursorRow + 1};${active.cursorX + 1}H\x1b[?25h` : "",
  };
}

function wantedModes(model: AttachModel, passesModes: boolean): TerminalModes {
  return passesModes ? frozenModes(model.modes) : plainModes;
}

interface Frames extends Disposable {
  /** Draws soon what has changed, once for many requests. */
  request(): void;
  /** Forgets what is on the local terminal and draws all of it. */
  restart(): void;
}

/** Draws frame after frame, only what differs from the one before, and only when the terminal has taken that one. */
function createFrames(local: LocalTerminal, look: () => Picture & { status: string; modes: TerminalModes }): Frames {
  let shown: readonly string[] = [];
  let shownModes = plainModes;
  let drawnAt = 0;
  let state: "resting" | "waiting" | "blocked" | "disposed" = "resting";
  let timer: NodeJS.Timeout | undefined;

  const request = () => {
    if (state !== "resting") return;
    state = "waiting";
    timer = setTimeout(draw, Math.max(0, frameMs - (performance.now() - drawnAt)));
  };
  const draw = () => {
    drawnAt = performance.now();
    state = "resting";
    const { rows, cursor, status, modes } = look();
    const frame = [...rows, `\x1b[7m${fit(status, local.columns)}\x1b[0m`];
    // Erased first: after a row's last column "erase to the end" would take the last character away.
    const changed = frame.map((text, row) => (text === shown[row] ? "" : `\x1b[${row + 1};1H\x1b[K${text}`)).join("");
    const text = changed + changeModes(shownModes, modes) + cursor;
    shown = frame;
    shownModes = modes;
    // Drawn as one picture by terminals that know synchronized output; others ignore it.
    if (local.write(`\x1b[?2026h\x1b[?25l${text}\x1b[?2026l`)) return;
    state = "blocked";
    void local.drained().then(() => {
      if (state !== "blocked") return;
      state = "resting";
      request();
    });
  };
  return {
    request,
    restart() {
      shown = [];
      request();
    },
    [Symbol.dispose]() {
      state = "disposed";
      clearTimeout(timer);
    },
  };
}

function lastRows({ normal }: AttachModel, columns: number): string {
  const numbers = Array.from({ length: normal.cursorY + 1 }, (_, row) => normal.baseY + row);
  const last = numbers.findLastIndex((number) => normal.getLine(number)?.translateToString(true));
  return numbers
    .slice(0, last + 1)
    .map((number) => `${drawRow(normal, number, columns)}\r\n`)
    .join("");
}

/** Exactly this many columns; wide characters count twice. */
function fit(text: string, columns: number): string {
  const isWide =
    /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u;
  let width = 0;
  let fitted = "";
  for (const character of printable(text)) {
    const own = isWide.test(character) ? 2 : 1;
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
