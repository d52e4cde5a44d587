import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createLines } from "./lines.ts";

describe("lines", () => {
  it("are the same however the stream is cut", () => {
    const line = fc.string({ unit: "grapheme", maxLength: 20 }).filter((text) => !/[\n\r]/.test(text));
    fc.assert(
      fc.property(fc.array(line, { maxLength: 20 }), fc.array(fc.nat(50), { maxLength: 50 }), (given, cuts) => {
        const bytes = Buffer.from(given.map((text) => `${text}\r\n`).join(""));
        const lines = createLines(1000);
        const taken: string[] = [];
        let from = 0;
        for (const length of [...cuts, bytes.length]) {
          taken.push(...lines.take(bytes.subarray(from, from + length)));
          from += length;
        }
        expect(taken).toEqual(given.map((text) => Buffer.from(text).toString()));
      }),
    );
  });

  it("have a limit, also across pieces", () => {
    const lines = createLines(10);
    expect(lines.take(Buffer.from("0123456789\n01234567"))).toEqual(["0123456789"]);
    expect(() => lines.take(Buffer.from("890"))).toThrow(RangeError);
  });
});
