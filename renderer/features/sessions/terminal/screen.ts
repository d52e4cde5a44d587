import { FitAddon } from "@xterm/addon-fit";
import { SearchAddon } from "@xterm/addon-search";
import { Unicode11Addon } from "@xterm/addon-unicode11";
import { WebLinksAddon } from "@xterm/addon-web-links";
import { WebglAddon } from "@xterm/addon-webgl";
import { Terminal } from "@xterm/xterm";
import "@xterm/xterm/css/xterm.css";
import { type TerminalSize, terminalLimits } from "#shared/contract/sessions.ts";
import { viewingScale } from "./scaledFit.ts";
import { swallowQueries } from "./swallowQueries.ts";
import { terminalTheme } from "./terminalTheme.ts";

/**
 * How a terminal fits its place: at the chosen font size; shrunk so that a terminal of another's size is seen whole; or as wide as the
 * place and panned, `zoom` times that.
 */
export type Fit =
  | { readonly kind: "own" }
  | { readonly kind: "whole" }
  | { readonly kind: "width"; readonly zoom: number };

export interface ScreenLook {
  readonly fontSize: number;
  /** Empty for the bundled font. */
  readonly fontFamily: string;
  readonly scrollback: number;
}

/** One terminal on the page: the only file that knows xterm's own API. It lives on while its element is moved or taken away. */
export interface Screen extends Disposable {
  readonly terminal: Terminal;
  readonly search: SearchAddon;
  /** Shows it inside `area`, which must be laid out. */
  mount(area: HTMLElement): void;
  unmount(): void;
  /** Everything anew: in order behind what was written before. `done` when `state` is parsed. */
  restore(size: TerminalSize, state: Uint8Array, done: () => void): void;
  write(bytes: Uint8Array, done: () => void): void;
  /** In order behind what was written before. */
  resize(size: TerminalSize): void;
  /** The size that fills the area at the chosen font size; null while it is not laid out. */
  fittingSize(): TerminalSize | null;
  /** The height of a row and the font size as drawn now, in pixels. */
  drawn(): { readonly rowHeight: number; readonly fontSize: number; readonly letterSpacing: number };
  setFit(fit: Fit): void;
  /** Whether fingers pan the picture itself, rather than scroll the terminal's lines. */
  readonly isPanned: boolean;
  setLook(look: ScreenLook): void;
  refreshTheme(): void;
}

/** CAN ends any sequence that was cut off; RIS resets everything. As bytes, so that a half-read character is dropped too. */
const resetBytes = new Uint8Array([0x18, 0x1b, 0x63]);
const smallestFont = 4;
const largestFont = 40;
const unlimited = Number.MAX_SAFE_INTEGER;

/** A terminal that is not shown yet. `onInput` gets what the person types and what their mouse does. */
export function createScreen(look: ScreenLook, onInput: (data: string | Uint8Array) => void): Screen {
  const host = document.createElement("div");
  host.className = "absolute inset-0 overflow-hidden";
  const openLink = (_event: MouseEvent, address: string): void => {
    if (/^https?:\/\//i.test(address)) window.open(address, "_blank", "noopener,noreferrer");
  };
  const terminal = new Terminal({
    allowProposedApi: true,
    cursorBlink: false,
    cursorInactiveStyle: "outline",
    customGlyphs: true,
    drawBoldTextInBrightColors: false,
    fontFamily: fontStack(look.fontFamily),
    fontSize: look.fontSize,
    fontWeight: "400",
    fontWeightBold: "700",
    lineHeight: 1.2,
    linkHandler: { activate: openLink },
    macOptionClickForcesSelection: true,
    minimumContrastRatio: 1,
    rightClickSelectsWord: false,
    scrollback: look.scrollback,
    // A notch of the wheel is a little over three lines, as elsewhere on the desktop.
    scrollSensitivity: 1.5,
    theme: terminalTheme(getComputedStyle(document.documentElement)),
  });
  const fitting = new FitAddon();
  const search = new SearchAddon({ highlightLimit: 1000 });
  terminal.loadAddon(fitting);
  terminal.loadAddon(search);
  terminal.loadAddon(new WebLinksAddon(openLink));
  terminal.loadAddon(new Unicode11Addon());
  // The server's model of the screen counts with the same tables: every character must be as wide here as there.
  terminal.unicode.activeVersion = "11";
  swallowQueries(terminal);

  let isRestoring = false;
  let fit: Fit = { kind: "own" };
  let chosen = look;
  let webgl: WebglAddon | undefined;
  terminal.onData((data) => {
    // Restoring the focus mode makes the terminal report its focus, which nobody asked this viewer for.
    if (isRestoring && (data === "\x1b[I" || data === "\x1b[O")) return;
    onInput(data);
  });
  terminal.onBinary((data) => onInput(Uint8Array.from(data, (character) => character.charCodeAt(0))));

  /** WebGL cells are whole pixels wide and rounded down, which crams the letters: a pixel is given back where rounding up is nearer. */
  const applySpacing = (): void => {
    const width = characterWidth(terminal) * window.devicePixelRatio;
    terminal.options.letterSpacing = webgl ? Math.round(width) - Math.floor(width) : 0;
  };
  const setFontSize = (size: number): void => {
    if (terminal.options.fontSize === size) return;
    terminal.options.fontSize = size;
    applySpacing();
  };

  const applyScale = (): void => {
    const element = terminal.element;
    const parent = host.parentElement;
    if (!element || !parent) return;
    setFontSize(chosen.fontSize);
    element.style.transform = "";
    element.style.width = "";
    element.style.height = "";
    host.style.overflow = fit.kind === "width" ? "auto" : "hidden";
    if (fit.kind === "own") return;
    const area = { width: parent.clientWidth, height: fit.kind === "width" ? unlimited : parent.clientHeight };
    if (fit.kind === "width" && fit.zoom > 1) {
      setFontSize(Math.min(chosen.fontSize * viewingScale(area, drawnSize(element)) * fit.zoom, largestFont));
      sizeToDrawn(element);
      return;
    }
    const wanted = chosen.fontSize * viewingScale(area, drawnSize(element));
    // Text is redrawn smaller where it can be, as that stays sharp and keeps the mouse right; below that the picture is shrunk.
    setFontSize(Math.max(Math.floor(wanted * 2) / 2, smallestFont));
    const rest = viewingScale(area, drawnSize(element));
    sizeToDrawn(element);
    element.style.transformOrigin = "0 0";
    element.style.transform = rest < 1 ? `scale(${rest})` : "";
  };

  /** Of a picture higher than its place, the part with the cursor: unless somebody has panned away from it. */
  let isFollowing = true;
  const cursorSpan = (): { readonly top: number; readonly bottom: number } => {
    const height = terminal.element ? drawnSize(terminal.element).height / terminal.rows : 0;
    const top = terminal.buffer.active.cursorY * height;
    return { top, bottom: top + height };
  };
  const showCursor = (): void => {
    if (fit.kind !== "width" || !isFollowing) return;
    const { top, bottom } = cursorSpan();
    if (bottom > host.scrollTop + host.clientHeight) host.scrollTop = bottom - host.clientHeight;
    else if (top < host.scrollTop) host.scrollTop = top;
  };
  host.addEventListener("scroll", () => {
    const { top, bottom } = cursorSpan();
    isFollowing = top >= host.scrollTop - 1 && bottom <= host.scrollTop + host.clientHeight + 1;
  });
  terminal.onCursorMove(showCursor);

  return {
    terminal,
    search,
    mount: (area) => {
      area.append(host);
      if (!terminal.element) terminal.open(host);
      webgl ??= loadWebgl(terminal, () => {
        webgl = undefined;
        applySpacing();
      });
      applySpacing();
      applyScale();
    },
    unmount: () => {
      // Browsers allow about 16 WebGL contexts; one that cannot be seen is given back.
      webgl?.dispose();
      webgl = undefined;
      host.remove();
    },
    restore: (size, state, done) => {
      terminal.write(resetBytes, () => {
        isRestoring = true;
        terminal.resize(size.columns, size.rows);
        applyScale();
      });
      terminal.write(state, () => {
        isRestoring = false;
        terminal.scrollToBottom();
        done();
      });
    },
    write: (bytes, done) => terminal.write(bytes, done),
    resize: (size) =>
      terminal.write("", () => {
        terminal.resize(size.columns, size.rows);
        applyScale();
      }),
    fittingSize: () => {
      if (fit.kind !== "own") {
        setFontSize(chosen.fontSize);
        if (terminal.element) terminal.element.style.width = terminal.element.style.height = "";
      }
      const proposed = host.isConnected ? fitting.proposeDimensions() : undefined;
      if (fit.kind !== "own") applyScale();
      return proposed ? withinLimits(proposed.cols, proposed.rows) : null;
    },
    drawn: () => {
      const height = terminal.element ? drawnSize(terminal.element).height : 0;
      const fontSize = terminal.options.fontSize ?? chosen.fontSize;
      const cellWidth = terminal.element ? drawnSize(terminal.element).width / terminal.cols : 0;
      const letterSpacing = cellWidth > 0 ? cellWidth - characterWidth(terminal) : 0;
      return { rowHeight: height > 0 ? height / terminal.rows : Math.ceil(fontSize * 1.3), fontSize, letterSpacing };
    },
    setFit: (next) => {
      if (next.kind === fit.kind && zoomOf(next) === zoomOf(fit)) return applyScale();
      fit = next;
      applyScale();
      showCursor();
    },
    get isPanned() {
      return fit.kind === "width";
    },
    setLook: (next) => {
      chosen = next;
      terminal.options.fontFamily = fontStack(next.fontFamily);
      terminal.options.scrollback = next.scrollback;
      applySpacing();
      applyScale();
    },
    refreshTheme: () => {
      terminal.options.theme = terminalTheme(getComputedStyle(document.documentElement));
    },
    [Symbol.dispose]: () => {
      host.remove();
      terminal.dispose();
    },
  };
}

function zoomOf(fit: Fit): number {
  return fit.kind === "width" ? fit.zoom : 1;
}

/** So that what is around it scrolls over all of it. */
function sizeToDrawn(element: HTMLElement): void {
  const { width, height } = drawnSize(element);
  element.style.width = `${width}px`;
  element.style.height = `${height}px`;
}

function fontStack(chosen: string): string {
  const bundled = '"JetBrains Mono Variable", ui-monospace, Menlo, Consolas, "Noto Sans Mono CJK SC", monospace';
  return chosen === "" ? bundled : `${chosen}, ${bundled}`;
}

/** The WebGL renderer, or undefined where there is no WebGL: the terminal then draws with the DOM. */
function loadWebgl(terminal: Terminal, onLost: () => void): WebglAddon | undefined {
  try {
    const addon = new WebglAddon();
    addon.onContextLoss(() => {
      addon.dispose();
      onLost();
    });
    terminal.loadAddon(addon);
    return addon;
  } catch {
    // Documented to throw where WebGL2 is missing; drawing with the DOM is the answer.
    return undefined;
  }
}

/** How wide the font's characters are, in CSS pixels. */
function characterWidth(terminal: Terminal): number {
  const context = document.createElement("canvas").getContext("2d");
  if (!context) return 0;
  context.font = `${terminal.options.fontSize}px ${terminal.options.fontFamily}`;
  return context.measureText("W").width;
}

function drawnSize(element: HTMLElement): { width: number; height: number } {
  const screen = element.querySelector<HTMLElement>(".xterm-screen");
  return { width: screen?.offsetWidth ?? 0, height: screen?.offsetHeight ?? 0 };
}

function withinLimits(columns: number, rows: number): TerminalSize | null {
  if (!Number.isFinite(columns) || !Number.isFinite(rows)) return null;
  return {
    columns: Math.min(Math.max(columns, terminalLimits.minColumns), terminalLimits.maxColumns),
    rows: Math.min(Math.max(rows, terminalLimits.minRows), terminalLimits.maxRows),
  };
}
