import type { Terminal } from "@xterm/xterm";
import type { Overlay } from "./prediction.ts";

const empty: Overlay = { cells: [], cursor: null };

/** Draws guesses over the terminal's cells, marked so that nobody takes them for the server's word. `draw` it anew with every change. */
export interface PredictionOverlay extends Disposable {
  draw(overlay: Overlay): void;
}

/** An overlay that is put over the terminal as soon as that is on the page. */
export function createPredictionOverlay(terminal: Terminal): PredictionOverlay {
  const layer = document.createElement("div");
  // The terminal's own text is what is read out; guesses would be read twice.
  layer.setAttribute("aria-hidden", "true");
  layer.dataset.testid = "prediction";
  layer.className = "pointer-events-none absolute inset-0 overflow-hidden";
  layer.style.zIndex = "5";
  let shown = empty;

  const place = (): void => {
    const area = terminal.element?.querySelector<HTMLElement>(".xterm-screen");
    if (!area) return;
    if (layer.parentElement !== area) area.append(layer);
    const width = area.offsetWidth / terminal.cols;
    const height = area.offsetHeight / terminal.rows;
    const { baseY, viewportY } = terminal.buffer.active;
    layer.replaceChildren(
      ...shown.cells.map((cell) => cellElement(cell.text, false, cell.column, cell.row + baseY - viewportY)),
      ...(shown.cursor ? [cellElement("", true, shown.cursor.column, shown.cursor.row + baseY - viewportY)] : []),
    );
    function cellElement(text: string, isCursor: boolean, column: number, row: number): HTMLElement {
      const element = document.createElement("span");
      element.textContent = text;
      const { style } = element;
      style.cssText = `position:absolute;left:${column * width}px;top:${row * height}px;width:${width}px;height:${height}px;`;
      style.font = `${terminal.options.fontSize}px ${terminal.options.fontFamily}`;
      style.lineHeight = `${height}px`;
      style.whiteSpace = "pre";
      if (isCursor) {
        style.outline = "1px solid var(--terminal-cursor)";
        style.outlineOffset = "-1px";
      } else {
        style.background = "var(--terminal-background)";
        style.color = "var(--text-muted)";
        if (text !== " ") style.textDecoration = "underline";
      }
      return element;
    }
  };
  const moved = terminal.onScroll(() => {
    if (shown !== empty) place();
  });
  return {
    draw: (overlay) => {
      if (overlay.cells.length === 0 && shown.cells.length === 0) return;
      shown = overlay.cells.length === 0 ? empty : overlay;
      place();
    },
    [Symbol.dispose]: () => {
      moved.dispose();
      layer.remove();
    },
  };
}
