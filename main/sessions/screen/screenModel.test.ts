import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { rowToAnsi } from "./rowText.ts";
import { ScreenModel } from "./screenModel.ts";

const size = { columns: 20, rows: 6 };

function open(scrollback = 50, firstRow = 0): ScreenModel {
  return new ScreenModel({ ...size, firstRow, scrollback });
}

/** Everything a person could see or notice: cells with their styles, cursor, which screen, and where the rows are. */
function look(model: ScreenModel) {
  const { buffer } = model;
  const cells: string[] = [];
  for (let y = 0; y < buffer.length; y++) {
    const line = buffer.getLine(y);
    cells.push(line ? rowToAnsi(line) : "");
  }
  return { cells, x: buffer.cursorX, y: buffer.cursorY, isAlternate: model.isAlternate, screenTop: model.screenTop };
}

function restored(model: ScreenModel): ScreenModel {
  const state = model.state(50);
  const copy = new ScreenModel({ ...state, scrollback: 50 });
  copy.parse(state.state);
  return copy;
}

const text = fc.string({ unit: fc.constantFrom("a", "b", " ", "é", "你", "x"), maxLength: 30 });
// Without ICH and DCH: inside a wide character they leave halves that no sequence can make again.
const piece = fc.oneof(
  text,
  fc.constantFrom("\r\n", "\n", "\r", "\t", "\b"),
  fc.constantFrom("\x1b[0m", "\x1b[1;31m", "\x1b[48;5;120m", "\x1b[38;2;1;2;3m", "\x1b[7m", "\x1b[4;9m"),
  fc.tuple(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 20 })).map(([y, x]) => `\x1b[${y};${x}H`),
  fc.constantFrom(
    "\x1b[K",
    "\x1b[1K",
    "\x1b[J",
    "\x1b[2J",
    "\x1b[L",
    "\x1b[M",

    "\x1b[S",
    "\x1b[T",
  ),
  fc.constantFrom("\x1b[?1049h", "\x1b[?1049l", "\x1b[?25l", "\x1b[?25h", "\x1b[?2004h", "\x1b[?1000h\x1b[?1006h"),
  fc.constantFrom("\x1b[2;5r", "\x1b[r", "\x1b7", "\x1b8"),
);
const program = fc.array(piece, { maxLength: 60 });
// Sequences as 8-bit controls begin them: nobody means to send these, but a binary that is shown is full of them.
const eightBit = fc.constantFrom("\x9b31m", "\x9d0;", "\x90q", "\x98", "\x9e", "\x9f", "\x9c", "\x18");
const binary = fc.array(fc.oneof(piece, eightBit), { maxLength: 60 });

describe("screen model", () => {
  test("what it restores shows the same as the original, and goes on alike", () => {
    const more = "on\x1b8saved\x1b[2;3Hmore\r\n\x1b[31mred\x1b[0m\r\nend";
    fc.assert(
      fc.property(program, (pieces) => {
        using model = open();
        model.parse(pieces.join(""));
        using copy = restored(model);
        expect(look(copy)).toEqual(look(model));
        model.parse(more);
        copy.parse(more);
        expect(look(copy)).toEqual(look(model));
      }),
      { numRuns: 1000 },
    );
  });

  test("a state taken anywhere, even inside a sequence or a character, goes on alike", () => {
    fc.assert(
      fc.property(binary, fc.nat(), fc.nat(), (pieces, at, before) => {
        const bytes = Buffer.from(pieces.join(""));
        const cut = at % (bytes.byteLength + 1);
        const slice = before % (cut + 1);
        using whole = open();
        whole.parse(bytes);
        using model = open();
        model.parse(bytes.subarray(0, slice));
        model.parse(bytes.subarray(slice, cut));
        using copy = restored(model);
        copy.parse(bytes.subarray(cut - model.incompleteBytes));
        expect(look(copy)).toEqual(look(whole));
      }),
      { numRuns: 1000 },
    );
  });

  test("keeps the modes a reattached viewer needs", () => {
    using model = open();
    model.parse("\x1b[?2004h\x1b[?1002h\x1b[?1006h\x1b[?1h\x1b[?25l\x1b(0\x1b[4 q");
    const { state } = model.state(0);
    for (const mode of ["\x1b[?2004h", "\x1b[?1002h", "\x1b[?1006h", "\x1b[?1h", "\x1b[?25l", "\x1b(0", "\x1b[4 q"])
      expect(state).toContain(mode);
  });

  test("numbers rows from the beginning, whatever was trimmed, cleared or reset", () => {
    using model = open(10);
    for (let line = 0; line < 100; line++) model.parse(`line ${line}\r\n`);
    expect(model.screenTop).toBe(95);
    expect(model.row(95)?.translateToString(true)).toBe("line 95");
    expect(model.row(model.firstRow)?.translateToString(true)).toBe(`line ${model.firstRow}`);
    model.parse("\x1b[3J");
    expect(model.screenTop).toBe(95);
    model.parse("\x1bc");
    expect(model.screenTop).toBeGreaterThanOrEqual(95);
    const top = model.screenTop;
    for (let line = 0; line < 20; line++) model.parse(`after ${line}\r\n`);
    expect(model.screenTop).toBe(top + 15);
  });

  test("a row keeps its number when the size changes", () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 5, max: 40 }),
        fc.integer({ min: 2, max: 12 }),
        fc.integer({ min: 0, max: 30 }),
        (columns, rows, lines) => {
          using model = open();
          for (let line = 0; line < lines; line++) model.parse(`#${line}\r\n`);
          const first = model.resize(columns, rows);
          expect(first).toBeLessThanOrEqual(model.screenTop);
          for (let number = model.firstRow; number < lines; number++)
            expect(model.row(number)?.translateToString(true)).toBe(`#${number}`);
        },
      ),
    );
  });

  test("no line is lost or told twice when rows are wrapped anew, even under the alternate screen", () => {
    const lineLengths = fc.array(fc.integer({ min: 4, max: 70 }), { maxLength: 20 });
    const step = fc.oneof(
      fc.record({ columns: fc.integer({ min: 5, max: 40 }), rows: fc.integer({ min: 2, max: 12 }) }),
      fc.record({ columns: fc.integer({ min: 5, max: 40 }), rows: fc.integer({ min: 2, max: 12 }) }),
      lineLengths,
      fc.constant("put away and back" as const),
    );
    fc.assert(
      fc.property(lineLengths, fc.array(step, { maxLength: 8 }), fc.boolean(), fc.boolean(), (...drawn) => {
        const [lengths, steps, isAlternate, isCursorOnText] = drawn;
        let model = open(5000);
        const lines: string[] = [];
        const print = (more: readonly number[]): void => {
          const added = more.map((length, index) => `<${String(lines.length + index)}>`.padEnd(length, "."));
          lines.push(...added);
          model.parse(added.map((line) => `${line}\r\n`).join("") + (isCursorOnText ? "$" : ""));
        };
        print(lengths);
        if (isAlternate) model.parse("\x1b[?1049h");
        const told: string[] = [];
        const tell = (from: number, to: number): void => {
          expect(from).toBeLessThanOrEqual(told.length);
          told.length = from;
          for (let number = from; number < to; number++) {
            const row = model.row(number);
            told.push((row?.isWrapped ? "" : "\n") + (row?.translateToString(true) ?? ""));
          }
        };
        tell(0, model.screenTop);
        for (const change of steps) {
          if (change === "put away and back") {
            const { screenTop } = model;
            const whole = model.wholeState();
            model[Symbol.dispose]();
            model = new ScreenModel({ ...whole, scrollback: 5000 });
            model.parse(whole.state);
            expect(model.screenTop).toBe(screenTop);
          } else if ("columns" in change) {
            const first = model.resize(change.columns, change.rows);
            expect(first).toBeGreaterThanOrEqual(0);
            expect(model.state(5000).firstRow).toBeGreaterThanOrEqual(0);
            tell(first, model.screenTop);
          } else if (!isAlternate) {
            print(change);
            tell(told.length, model.screenTop);
          }
        }
        if (isAlternate) model.parse("\x1b[?1049l");
        tell(model.screenTop, model.screenTop + model.rows);
        const text = told.join("").replaceAll("$", "").trim();
        expect(text.split("\n")).toEqual(lines.length === 0 ? [""] : lines);
        model[Symbol.dispose]();
      }),
      { numRuns: 1000 },
    );
  });

  test("numbers rows the same however the output is sliced, resets and all", () => {
    const part = fc.constantFrom(
      "line\r\n",
      "\n",
      "\x1bc",
      "\x1b\x00c",
      "\x1b\x1bc",
      "\x1b]0;t\x1bc",
      "c",
      "é",
      "\x1b[?1049h",
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 60 }), fc.integer({ min: 1, max: 40 }), (parts, slice) => {
        const bytes = Buffer.from(parts.join(""));
        using whole = open();
        whole.parse(bytes);
        using sliced = open();
        for (let at = 0; at < bytes.byteLength; at += slice) sliced.parse(bytes.subarray(at, at + slice));
        expect(look(sliced)).toEqual(look(whole));
        expect(sliced.firstRow).toBe(whole.firstRow);
      }),
      { numRuns: 500 },
    );
  });

  test("answers what programs ask their terminal", () => {
    const answers: string[] = [];
    using model = new ScreenModel({ ...size, firstRow: 0, scrollback: 0, onAnswer: (answer) => answers.push(answer) });
    model.parse("\x1b[3;4H\x1b[6n\x1b[c\x1b]11;?\x1b\\\x1b[>q");
    expect(answers).toEqual([
      "\x1b[3;4R",
      "\x1b[?1;2c",
      "\x1b]11;rgb:1616/1717/1a1a\x1b\\",
      "\x1bP>|Quarterdeck\x1b\\",
    ]);
  });

  test("invalid UTF-8 and torn sequences do no harm", () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 80 }), { maxLength: 20 }), (chunks) => {
        using model = open();
        for (const chunk of chunks) model.parse(chunk);
        expect(model.state(10).state).toEqual(expect.any(String));
      }),
    );
  });
});
