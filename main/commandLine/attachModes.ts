import type { Terminal } from "@xterm/headless";

/** What the tool wants of the person's keyboard, mouse and cursor, beyond what is on the screen. */
export interface TerminalModes {
  /** The numbers of the DEC private modes that are on, of those that are passed on. */
  readonly privateModes: ReadonlySet<number>;
  readonly isKeypadApplication: boolean;
  readonly isCursorHidden: boolean;
  /** DECSCUSR's parameter; 0 is the terminal's own cursor. */
  readonly cursorStyle: number;
}

/** Cursor keys, mouse tracking and its encodings, focus reports, bracketed paste. */
const passedOn = [1, 1000, 1002, 1003, 1004, 1006, 1016, 2004];

/** Follows the modes a terminal is put into; xterm tells only some of them. */
export function followModes(terminal: Terminal): { readonly current: TerminalModes; forget(): void } {
  const privateModes = new Set<number>();
  let isCursorHidden = false;
  let cursorStyle = 0;
  const forget = () => {
    privateModes.clear();
    isCursorHidden = false;
    cursorStyle = 0;
  };
  const { parser } = terminal;
  for (const [final, isOn] of [
    ["h", true],
    ["l", false],
  ] as const) {
    parser.registerCsiHandler({ prefix: "?", final }, (parameters) => {
      for (const mode of parameters.flat()) {
        if (mode === 25) isCursorHidden = !isOn;
        else if (!passedOn.includes(mode)) continue;
        else if (isOn) privateModes.add(mode);
        else privateModes.delete(mode);
      }
      return false;
    });
  }
  parser.registerCsiHandler({ intermediates: " ", final: "q" }, ([style]) => {
    cursorStyle = typeof style === "number" && style <= 6 ? style : 0;
    return false;
  });
  // A soft and a full reset put everything back.
  parser.registerCsiHandler({ intermediates: "!", final: "p" }, () => {
    forget();
    return false;
  });
  parser.registerEscHandler({ final: "c" }, () => {
    forget();
    return false;
  });
  return {
    get current() {
      return { privateModes, isCursorHidden, cursorStyle, isKeypadApplication: terminal.modes.applicationKeypadMode };
    },
    forget,
  };
}

/** What to write so that a terminal in the modes `from` is in the modes `to`. */
export function changeModes(from: TerminalModes, to: TerminalModes): string {
  let text = "";
  for (const mode of passedOn) {
    const isOn = to.privateModes.has(mode);
    if (isOn !== from.privateModes.has(mode)) text += `\x1b[?${mode}${isOn ? "h" : "l"}`;
  }
  if (from.isKeypadApplication !== to.isKeypadApplication) text += to.isKeypadApplication ? "\x1b=" : "\x1b>";
  if (from.cursorStyle !== to.cursorStyle) text += `\x1b[${to.cursorStyle} q`;
  return text;
}

/** The modes of a terminal nobody asked anything of. */
export const plainModes: TerminalModes = {
  privateModes: new Set(),
  isCursorHidden: false,
  cursorStyle: 0,
  isKeypadApplication: false,
};

/** The same modes at this moment, not changing with the terminal any more. */
export function frozenModes(modes: TerminalModes): TerminalModes {
  return { ...modes, privateModes: new Set(modes.privateModes) };
}
