import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { rowToAnsi } from "./rowText.ts";
import { ScreenModel } from "./screenModel.ts";

const size = { columns: 30, rows: 8 };
const scrollback = 20;

function open(): ScreenModel {
  return new ScreenModel({ ...size, firstRow: 0, scrollback });
}

function look(model: ScreenModel) {
  const { buffer } = model;
  const rows = Array.from({ length: buffer.length }, (_value, y) => {
    const line = buffer.getLine(y);
    return line ? `${line.isWrapped ? "+" : " "}${rowToAnsi(line)}` : "";
  });
  return { rows, x: buffer.cursorX, y: buffer.cursorY, screenTop: model.screenTop, firstRow: model.firstRow };
}

/** Parses all of it and says how much was really looked at by the terminal. */
function parseAll(model: ScreenModel, bytes: Uint8Array): number {
  let steps = 0;
  for (let at = 0; at < bytes.byteLength; steps++) at += model.parseSome(bytes.subarray(at));
  return steps;
}

const words = fc.array(
  fc.constantFrom(
    "abc",
    " ",
    "x".repeat(29),
    "你好",
    "é",
    "\t",
    "12345678901234567890",
    "👍",
    "\x1b[32m",
    "\x1b[0m",
    "\x1b[1;48;5;9m",
    "\x1b[m",
  ),
  { maxLength: 8 },
);
const line = words.map((parts) => parts.join(""));
const lineEnd = fc.constantFrom("\r\n", "\r\n", "\r\n", "\n", "\r");
const lines = fc.array(fc.tuple(line, lineEnd), { minLength: 5, maxLength: 40 }).map((list) => list.flat().join(""));
const odd = fc.constantFrom(
  "",
  "\x1b[5;5Hhere",
  "\x1b[2J",
  "\x1b[?1049h",
  "\x07",
  "\x1b[2;4r",
  "\x1b[",
  "\xff",
  "\x1b[31",
);

describe("skimming", () => {
  test("ends up exactly where parsing everything does", () => {
    fc.assert(
      fc.property(odd, lines, odd, fc.integer({ min: 0, max: 60 }), (before, repeated, after, cut) => {
        const bulk = Buffer.from(before + repeated.repeat(Math.ceil(200_000 / repeated.length)) + after + repeated);
        const bytes = bulk.subarray(0, bulk.byteLength - cut);
        using whole = open();
        whole.parse(bytes);
        using skimmed = open();
        parseAll(skimmed, bytes);
        expect(look(skimmed)).toEqual(look(whole));
        whole.parse("\x1b[0m on\r\n");
        skimmed.parse("\x1b[0m on\r\n");
        expect(look(skimmed)).toEqual(look(whole));
      }),
      { numRuns: 150 },
    );
  }, 60_000);

  test("really skips: a flood of coloured lines is done in one step", () => {
    using model = open();
    const flood = Buffer.from(
      Array.from({ length: 20_000 }, (_value, index) => `\x1b[3${index % 8}mline ${index}\x1b[0m of many\r\n`).join(""),
    );
    expect(flood.byteLength).toBeGreaterThan(400_000);
    expect(parseAll(model, flood)).toBe(1);
    expect(model.row(19_999)?.translateToString(true)).toBe("line 19999 of many");
  });

  test("does not skip what may have an effect", () => {
    using model = open();
    const titled = Buffer.from(
      "plain line\r\n".repeat(10_000) + "\x1b]0;title\x07".repeat(3000) + "plain line\r\n".repeat(10_000),
    );
    parseAll(model, titled);
    expect(model.title).toBe("title");
    expect(model.screenTop).toBe(20_000 - 7);
  });
});
