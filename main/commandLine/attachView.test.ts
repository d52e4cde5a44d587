import headless from "@xterm/headless";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { LocalTerminal } from "./attachTerminal.ts";
import { type AttachView, createView } from "./attachView.ts";

const open: Disposable[] = [];

afterEach(() => {
  for (const closable of open.splice(0).reverse()) closable[Symbol.dispose]();
});

/** The person's terminal: what the view writes is shown by a terminal of its own. */
function show(columns: number, rows: number, passesModes = true) {
  const terminal = new headless.Terminal({ cols: columns, rows, allowProposedApi: true });
  let written = "";
  let isFull = false;
  let release = () => {};
  const local: LocalTerminal = {
    get columns() {
      return terminal.cols;
    },
    get rows() {
      return terminal.rows;
    },
    write(text) {
      written += text;
      terminal.write(text);
      return !isFull;
    },
    drained: () => new Promise((resolve) => (release = resolve)),
    onInput: () => {},
    onResize: () => {},
    onLost: () => {},
    [Symbol.dispose]: () => terminal.dispose(),
  };
  const view = createView(local, passesModes);
  open.push(local, view);
  return {
    view,
    terminal,
    written: () => written,
    screen: () =>
      Array.from(
        { length: terminal.rows },
        (_, row) => terminal.buffer.active.getLine(terminal.buffer.active.baseY + row)?.translateToString(true) ?? "",
      ),
    block() {
      isFull = true;
    },
    unblock() {
      isFull = false;
      release();
    },
  };
}

function print(view: AttachView, text: string): Promise<void> {
  return new Promise((resolve) => view.output(Buffer.from(text), resolve));
}

const restore = (view: AttachView, columns: number, rows: number, state = "") =>
  new Promise<void>((resolve) => view.restore({ columns, rows }, Buffer.from(state), resolve));

describe("attach's view", () => {
  it("shows the session's screen with its colours and cursor, and who drives in the last row", async () => {
    const { view, terminal, screen } = show(30, 5);
    await restore(view, 30, 4, "one\r\n\x1b[1;38;5;202mtwo\x1b[0m\r\n$ ");
    view.say("shell · driving");
    await vi.waitFor(() =>
      expect(screen()).toEqual(["one", "two", "$", "", expect.stringMatching(/^shell · driving/)]),
    );
    const cell = terminal.buffer.active.getLine(1)?.getCell(0);
    expect([cell?.isBold() !== 0, cell?.getFgColor()]).toEqual([true, 202]);
    expect([terminal.buffer.active.cursorX, terminal.buffer.active.cursorY]).toEqual([2, 2]);
  });

  it("shows as much as fits of a larger session: the rows the cursor is on, the first columns", async () => {
    const { view, screen } = show(10, 4);
    await restore(view, 40, 8, Array.from({ length: 8 }, (_, row) => `row ${row} is long enough`).join("\r\n"));
    await vi.waitFor(() => expect(screen().slice(0, 3)).toEqual(["row 5 is l", "row 6 is l", "row 7 is l"]));
  });

  it("never shows half of a wide character", async () => {
    const { view, screen } = show(5, 3);
    await restore(view, 20, 2, "甲板信号");
    await vi.waitFor(() => expect(screen()[0]).toBe("甲板"));
  });

  it("keeps a last column that is written to", async () => {
    const { view, screen } = show(6, 3);
    await restore(view, 6, 2, "abcdef");
    await vi.waitFor(() => expect(screen()[0]).toBe("abcdef"));
    await print(view, "\x1b[1;1HX");
    await vi.waitFor(() => expect(screen()[0]).toBe("Xbcdef"));
  });

  it("passes on what the tool wants of mouse, paste and cursor, and takes it back", async () => {
    const { view, terminal } = show(20, 4);
    await restore(view, 20, 3);
    await print(view, "\x1b[?2004h\x1b[?1002h\x1b[?1006h");
    await vi.waitFor(() =>
      expect(terminal.modes).toMatchObject({ bracketedPasteMode: true, mouseTrackingMode: "drag" }),
    );
    await print(view, "\x1b[?2004l\x1b[?1002l");
    await vi.waitFor(() =>
      expect(terminal.modes).toMatchObject({ bracketedPasteMode: false, mouseTrackingMode: "none" }),
    );
  });

  it("leaves mouse and paste alone for who only watches", async () => {
    const { view, terminal, screen } = show(20, 4, false);
    await restore(view, 20, 3, "\x1b[?2004h\x1b[?1002hseen");
    await vi.waitFor(() => expect(screen()[0]).toBe("seen"));
    expect(terminal.modes).toMatchObject({ bracketedPasteMode: false, mouseTrackingMode: "none" });
  });

  it("does not hand the person's terminal a question or a control character from a title", async () => {
    const { view, written, screen } = show(20, 4);
    await restore(view, 20, 3);
    await print(view, "\x1b[c\x1b[6n\x1b]11;?\x07\x1b]52;c;?\x07\x1b]2;ti\ttle\x07done");
    await vi.waitFor(() => expect(screen()[0]).toBe("done"));
    // biome-ignore lint/suspicious/noControlCharactersInRegex: these are the questions.
    expect(written()).not.toMatch(/\x1b\[c|\x1b\[6n|\x1b\]11|\x1b\]52/);
    expect(written()).toContain("\x1b]2;title\x07");
  });

  it("draws only the latest screen for a terminal that takes nothing for a while", async () => {
    const { view, written, screen, block, unblock } = show(20, 4);
    await restore(view, 20, 3, "empty");
    await vi.waitFor(() => expect(screen()[0]).toBe("empty"));
    block();
    await print(view, "\rfirst");
    await vi.waitFor(() => expect(written()).toContain("first"));
    const before = written().length;
    for (let count = 0; count < 2_000; count += 1) await print(view, `\r\n${count}`);
    expect(written().length).toBe(before);
    unblock();
    await vi.waitFor(() => expect(screen().slice(0, 3)).toEqual(["1997", "1998", "1999"]));
    expect(written().length - before).toBeLessThan(1_000);
  });

  it("scrolls through the rows above and comes back", async () => {
    const { view, screen } = show(20, 4);
    await restore(view, 20, 3, Array.from({ length: 10 }, (_, row) => `row ${row}`).join("\r\n"));
    await vi.waitFor(() => expect(screen()[0]).toBe("row 7"));
    expect(view.scrollBy(3)).toBe(3);
    await vi.waitFor(() => expect(screen()[0]).toBe("row 4"));
    expect(view.scrollBy(Number.POSITIVE_INFINITY)).toBe(7);
    view.scrollBy(Number.NEGATIVE_INFINITY);
    await vi.waitFor(() => expect(screen()[0]).toBe("row 7"));
  });

  it("follows the driver's size, in order with the output", async () => {
    const { view, screen } = show(40, 5);
    await restore(view, 5, 2, "12345");
    view.resize(10, 4);
    await print(view, "\x1b[H1234567890");
    await vi.waitFor(() => expect(screen()[0]).toBe("1234567890"));
  });

  it("has the last rows for the person's own screen", async () => {
    const { view } = show(20, 4);
    await restore(view, 20, 3, "one\r\n\x1b[31mtwo\x1b[0m\r\n");
    expect(view.lastRows()).toBe("one\x1b[0m\r\n\x1b[0;31mtwo\x1b[0m\r\n");
  });
});
