import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { plainText } from "./plainText.ts";

const lines = (text: string): string[] => plainText(Buffer.from(text), 0).text.split("\n");

describe("plain text", () => {
  test("leaves out colours, titles and modes and keeps the words", () => {
    expect(lines("\x1b]0;a title\x07\x1b[1;31mre\x1b[0md\x1b[K \x1b(Bline\r\nnext\x1b[?25l 你好")).toEqual([
      "red line",
      "next 你好",
    ]);
  });

  test("cursor movement ends a line, moving right is a space", () => {
    expect(lines("\x1b[2;3Htitle\x1b[3Cof it\x1b[10;1Hbody")).toEqual(["title of it", "body"]);
    expect(lines("10%\r20%\r30%\n")).toEqual(["10%", "20%", "30%", ""]);
  });

  test("knows where in the output every line began", () => {
    fc.assert(
      fc.property(
        fc.array(fc.string({ unit: fc.constantFrom("a", "é", "你", " "), minLength: 1, maxLength: 10 }), {
          minLength: 1,
        }),
        fc.nat(),
        (words, base) => {
          const output = Buffer.from(words.map((word) => `\x1b[32m${word}\x1b[0m`).join("\r\n"));
          const plain = plainText(output, base);
          plain.text.split("\n").forEach((word, line) => {
            const at = plain.offsetOf(line) - base;
            expect(output.subarray(at).toString().startsWith(`\x1b[32m${word}`)).toBe(true);
          });
        },
      ),
    );
  });

  test("never fails on arbitrary bytes and never grows", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const plain = plainText(bytes, 7);
        expect(plain.lineStarts).toHaveLength(plain.text.split("\n").length);
      }),
    );
  });
});
