import headless from "@xterm/headless";
import { benchSize, type Delivery } from "./hosts/host.ts";

/** A terminal as a browser has one, without a picture. */
export interface Screen extends Disposable {
  /** Applies what a host delivered, in order; calls back when it is parsed. */
  apply(delivery: Delivery, parsed: () => void): void;
  cells(): readonly string[];
}

/** xterm throws output away when more than 50 MB wait in it; a reader without flow control has to queue before it. */
const mostInside = 8 * 1024 * 1024;

/** An empty screen of the benchmarked size. */
export function createScreen(): Screen {
  const terminal = new headless.Terminal({
    cols: benchSize.columns,
    rows: benchSize.rows,
    scrollback: 5_000,
    allowProposedApi: true,
  });
  const queue: [Delivery, () => void][] = [];
  let inside = 0;
  const pump = () => {
    while (inside < mostInside) {
      // A new state counts at once, but what was written before it is parsed later: wait for that.
      if (!queue[0] || (queue[0][0].kind === "snapshot" && inside > 0)) return;
      const [delivery, parsed] = queue[0];
      queue.shift();
      const bytes = delivery.kind === "snapshot" ? delivery.state : delivery.bytes;
      if (delivery.kind === "snapshot") {
        terminal.reset();
        terminal.resize(delivery.columns, delivery.rows);
      }
      inside += bytes.byteLength;
      terminal.write(bytes, () => {
        inside -= bytes.byteLength;
        parsed();
        pump();
      });
    }
  };
  return {
    apply(delivery, parsed) {
      queue.push([delivery, parsed]);
      pump();
    },
    cells: () => screenCells(terminal),
    [Symbol.dispose]: () => terminal.dispose(),
  };
}

/** Everything a person could see: each cell's character, width, colours and attributes, and the cursor. */
function screenCells(terminal: headless.Terminal): readonly string[] {
  const { active } = terminal.buffer;
  const lines: string[] = [`${active.type} ${active.cursorX},${active.cursorY}`];
  for (let row = 0; row < terminal.rows; row += 1) {
    const line = active.getLine(active.baseY + row);
    let text = "";
    for (let column = 0; column < terminal.cols; column += 1) {
      const cell = line?.getCell(column);
      if (!cell) continue;
      const flags = [
        cell.isBold(),
        cell.isItalic(),
        cell.isUnderline(),
        cell.isInverse(),
        cell.isDim(),
        cell.isStrikethrough(),
      ];
      const colours = `${cell.getFgColorMode()}.${cell.getFgColor()}.${cell.getBgColorMode()}.${cell.getBgColor()}`;
      text += `${cell.getChars() || " "}${cell.getWidth()}${colours}${flags.map((flag) => (flag ? 1 : 0)).join("")}|`;
    }
    lines.push(text);
  }
  return lines;
}

/** The screen after all these bytes, as one terminal that missed nothing shows it. */
export async function screenAfter(bytes: Uint8Array): Promise<readonly string[]> {
  using screen = createScreen();
  await new Promise<void>((resolve) => {
    const step = 1024 * 1024;
    for (let offset = 0; offset < bytes.byteLength; offset += step) {
      const isLast = offset + step >= bytes.byteLength;
      screen.apply(
        { kind: "output", offset, bytes: bytes.subarray(offset, offset + step) },
        isLast ? resolve : () => {},
      );
    }
  });
  return screen.cells();
}

/** How many rows (the cursor's position counts as one) differ. */
export function differingRows(a: readonly string[], b: readonly string[]): number {
  return Array.from({ length: Math.max(a.length, b.length) }, (_, row) => a[row] === b[row]).filter((same) => !same)
    .length;
}
