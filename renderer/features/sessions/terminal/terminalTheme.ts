import type { ITheme } from "@xterm/xterm";

const names = {
  background: "background",
  foreground: "foreground",
  cursor: "cursor",
  cursorAccent: "cursor-text",
  selectionBackground: "selection",
  selectionInactiveBackground: "selection-inactive",
  black: "black",
  red: "red",
  green: "green",
  yellow: "yellow",
  blue: "blue",
  magenta: "magenta",
  cyan: "cyan",
  white: "white",
  brightBlack: "bright-black",
  brightRed: "bright-red",
  brightGreen: "bright-green",
  brightYellow: "bright-yellow",
  brightBlue: "bright-blue",
  brightMagenta: "bright-magenta",
  brightCyan: "bright-cyan",
  brightWhite: "bright-white",
} as const satisfies Partial<Record<keyof ITheme, string>>;

/** The terminal's colours from the design tokens in force. */
export function terminalTheme(styles: CSSStyleDeclaration): ITheme {
  return Object.fromEntries(
    Object.entries(names).map(([name, token]) => [name, styles.getPropertyValue(`--terminal-${token}`).trim()]),
  );
}

const ansiTokens = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"] as const;

/** The CSS variable of one of the 16 colours that the theme decides. */
export function ansiToken(index: number): string {
  const name = ansiTokens[index % 8] ?? "white";
  return `var(--terminal-${index >= 8 ? "bright-" : ""}${name})`;
}
