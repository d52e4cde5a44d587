import fc from "fast-check";
import { expect, it } from "vitest";
import { truncate } from "./truncate.ts";

const texts = fc
  .tuple(fc.string({ unit: "binary", maxLength: 50 }), fc.integer({ min: 0, max: 400 }))
  .map(([text, times]) => text.repeat(times));
const sizes = fc.integer({ min: 100, max: 3000 });

it("keeps a text that fits as it is", () => {
  fc.assert(
    fc.property(texts, sizes, (text, maximum) => {
      fc.pre(text.length <= maximum);
      expect(truncate(text, maximum)).toBe(text);
    }),
  );
  expect(truncate("x".repeat(2000))).toBe("x".repeat(2000));
});

it("keeps head and tail of a longer one, fits, and says exactly how many characters were cut", () => {
  fc.assert(
    fc.property(texts, sizes, (text, maximum) => {
      fc.pre(text.length > maximum);
      const short = truncate(text, maximum);
      const [, head = "", cut = "", tail = ""] = /^([\s\S]*)… \[(\d+) characters cut\] …([\s\S]*)$/.exec(short) ?? [];
      expect(short.length).toBeLessThanOrEqual(maximum);
      expect(text.startsWith(head)).toBe(true);
      expect(text.endsWith(tail)).toBe(true);
      expect(head.length + Number(cut) + tail.length).toBe(text.length);
      expect(Math.min(head.length, tail.length)).toBeGreaterThan(maximum / 10);
    }),
  );
});

it("never splits a character in two", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 3 }), fc.integer({ min: 100, max: 130 }), (shift, maximum) => {
      const text = "x".repeat(shift) + "😀".repeat(200);
      expect(truncate(text, maximum).isWellFormed()).toBe(true);
    }),
  );
});

it("takes no size too small to say so", () => {
  expect(() => truncate("x", 99)).toThrow(RangeError);
});
