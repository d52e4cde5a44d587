import type { Terminal } from "@xterm/xterm";

export interface TouchScrollOptions {
  /** False while fingers do something else here. */
  readonly isActive: () => boolean;
  /** In pixels. */
  readonly rowHeight: () => number;
  readonly onAboveTop: () => void;
}

/** Scrolls a terminal by touch. Programs on the alternate screen get arrow keys, as they do from a wheel. Ends with `abort`. */
export function enableTouchScroll(
  area: HTMLElement,
  terminal: Terminal,
  { isActive, rowHeight, onAboveTop }: TouchScrollOptions,
  signal: AbortSignal,
): void {
  let lastY: number | null = null;
  let rest = 0;
  const scroll = (rows: number): void => {
    if (terminal.buffer.active.type === "alternate") {
      const key = terminal.modes.applicationCursorKeysMode ? "\x1bO" : "\x1b[";
      terminal.input(`${key}${rows < 0 ? "A" : "B"}`.repeat(Math.min(Math.abs(rows), 20)), true);
    } else if (rows < 0 && terminal.buffer.active.viewportY === 0) onAboveTop();
    else terminal.scrollLines(rows);
  };
  area.addEventListener(
    "touchstart",
    (event) => {
      lastY = event.touches.length === 1 && isActive() ? (event.touches[0]?.clientY ?? null) : null;
      rest = 0;
    },
    { passive: true, signal },
  );
  area.addEventListener(
    "touchmove",
    (event) => {
      const y = event.touches[0]?.clientY;
      if (lastY === null || y === undefined || event.touches.length !== 1) return;
      rest += lastY - y;
      lastY = y;
      const rows = Math.trunc(rest / rowHeight());
      if (rows === 0) return;
      rest -= rows * rowHeight();
      event.preventDefault();
      scroll(rows);
    },
    { passive: false, signal },
  );
}
