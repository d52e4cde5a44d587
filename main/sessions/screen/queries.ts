import type { Terminal } from "@xterm/headless";

/** Colours a program may ask for, as `rrggbb`. */
export interface TerminalColors {
  readonly foreground: string;
  readonly background: string;
  readonly cursor: string;
}

const darkColors: TerminalColors = { foreground: "d6d6d6", background: "16171a", cursor: "d6d6d6" };

/**
 * Answers what programs ask their terminal. The model answers, not the viewers: there may be none, or several. Cursor position,
 * device attributes and modes are answered by xterm itself; colours and the terminal's name here.
 */
export function answerQueries(
  terminal: Terminal,
  answer: (text: string) => void,
  colors: TerminalColors = darkColors,
): void {
  terminal.onData(answer);
  const asked: readonly [number, string][] = [
    [10, colors.foreground],
    [11, colors.background],
    [12, colors.cursor],
  ];
  for (const [code, color] of asked) {
    terminal.parser.registerOscHandler(code, (data) => {
      if (data !== "?") return false;
      answer(`\x1b]${code};${xColor(color)}\x1b\\`);
      return true;
    });
  }
  // XTVERSION, https://invisible-island.net/xterm/ctlseqs/ctlseqs.html
  terminal.parser.registerCsiHandler({ prefix: ">", final: "q" }, () => {
    answer("\x1bP>|Quarterdeck\x1b\\");
    return true;
  });
}

/** `rrggbb` as X11 writes it, with 16 bits a channel. */
function xColor(color: string): string {
  const channels = [color.slice(0, 2), color.slice(2, 4), color.slice(4, 6)];
  return `rgb:${channels.map((channel) => channel + channel).join("/")}`;
}
