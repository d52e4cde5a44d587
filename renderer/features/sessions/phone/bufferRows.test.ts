import { Terminal } from "@xterm/headless";
import { describe, expect, test } from "vitest";
import { type BufferRows, createBufferReader, type TextRow } from "./bufferRows.ts";
import { historyTextRow, joinRows, withoutEmptyEnd } from "./textLines.ts";

function setUp(scrollback = 1000) {
  const terminal = new Terminal({ cols: 20, rows: 4, scrollback, allowProposedApi: true });
  const { read } = createBufferReader(terminal);
  return {
    terminal,
    read,
    write: (text: string) => new Promise<void>((resolve) => terminal.write(text, resolve)),
  };
}

const textOf = ({ spans }: TextRow): string => spans.map(({ text }) => text).join("");
const allText = ({ above, screen }: BufferRows): string[] => [...above, ...screen].map(textOf);

describe("a terminal's rows for a narrow screen", () => {
  test("are all rows in order, however often they are read meanwhile", async () => {
    const { read, write } = setUp();
    for (let line = 0; line < 100; line += 1) {
      await write(`line ${line}\r\n`);
      if (line % 3 === 0) read();
    }
    const expected = Array.from({ length: 100 }, (_, line) => `line ${line}`);
    expect(allText(read())).toEqual([...expected, ""]);
    expect(read().epoch).toBe(0);
  });

  test("stay while the terminal itself drops its oldest", async () => {
    const { read, write } = setUp(10);
    for (let line = 0; line < 60; line += 1) {
      await write(`line ${line}\r\n`);
      read();
    }
    expect(allText(read()).slice(0, 60)).toEqual(Array.from({ length: 60 }, (_, line) => `line ${line}`));
  });

  test("begin anew after a reset, and say so", async () => {
    const { read, write } = setUp();
    await write("a\r\nb\r\nc\r\nd\r\ne\r\nf");
    expect(read().above.length).toBe(2);
    await write("\x1bcfresh");
    expect(read()).toMatchObject({ epoch: 1, above: [] });
    expect(textOf(read().screen[0] ?? { spans: [], isWrapped: false })).toBe("fresh");
  });

  test("begin anew where what scrolled off was cleared", async () => {
    const { read, write } = setUp();
    await write("a\r\nb\r\nc\r\nd\r\ne\r\nf");
    expect(read().above.length).toBe(2);
    await write("\x1b[3J");
    expect(read()).toMatchObject({ epoch: 1, above: [] });
    await write("\r\ng");
    expect(allText(read())).toEqual(["c", "d", "e", "f", "g"]);
  });

  test("are each there once when the screen becomes lower and higher again", async () => {
    const { terminal, read, write } = setUp();
    await write("a\r\nb\r\nc\r\nd\r\ne");
    read();
    for (const rows of [2, 4, 3, 5, 2, 4]) {
      terminal.resize(20, rows);
      await write("");
      expect(allText(read()).filter((text) => text !== "")).toEqual(["a", "b", "c", "d", "e"]);
    }
    expect(read().epoch).toBe(0);
  });

  test("carry their colours, and no blank cells at their end", async () => {
    const { read, write } = setUp();
    await write("\x1b[31mred\x1b[0m plain   \r\n\x1b[44m  \x1b[0m\r\n语言");
    const [first, second, third] = read().screen;
    expect(first?.spans).toEqual([
      { text: "red", style: { foreground: { kind: "palette", index: 1 } } },
      { text: " plain", style: {} },
    ]);
    expect(second?.spans).toEqual([{ text: "  ", style: { background: { kind: "palette", index: 4 } } }]);
    expect(third && textOf(third)).toBe("语言");
  });

  test("join to the lines that were printed, across the width they were shown at", async () => {
    const { read, write } = setUp();
    await write(`${"x".repeat(45)}\r\nshort`);
    const { screen, cursor } = read();
    const lines = joinRows(withoutEmptyEnd(screen, cursor.row));
    expect(lines.map(lineText)).toEqual(["x".repeat(45), "short"]);
    const older = [
      { text: "\x1b[32mgre", wrapped: false },
      { text: "en\x1b[0m", wrapped: true },
    ].map(historyTextRow);
    expect(joinRows(older).map(lineText)).toEqual(["green"]);
  });

  test("keep the space at which a line wrapped, and add none where a wide character had no room", async () => {
    const { read, write } = setUp();
    await write(`${"a".repeat(19)} after\r\n${"b".repeat(19)}好`);
    const { screen, cursor } = read();
    const lines = joinRows(withoutEmptyEnd(screen, cursor.row));
    expect(lines.map(lineText)).toEqual([`${"a".repeat(19)} after`, `${"b".repeat(19)}好`]);
  });
});

function lineText({ spans }: { readonly spans: readonly { readonly text: string }[] }): string {
  return spans.map(({ text }) => text).join("");
}
