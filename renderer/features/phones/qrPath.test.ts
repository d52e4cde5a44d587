import fc from "fast-check";
import { create } from "qrcode";
import { describe, expect, test } from "vitest";
import { qrPath } from "./qrPath.ts";

/** Which modules a path of rectangles covers, and how often. */
function covered(path: string, size: number): number[] {
  const count = new Array<number>(size * size).fill(0);
  for (const [, x, y, width] of path.matchAll(/M(\d+) (\d+)h(\d+)v1h-\3z/g)) {
    for (let column = 0; column < Number(width); column += 1) {
      const at = Number(y) * size + Number(x) + column;
      count[at] = (count[at] ?? 0) + 1;
    }
  }
  return count;
}

describe("a QR code's path", () => {
  test("covers each dark module once and nothing else", () => {
    fc.assert(
      fc.property(fc.array(fc.boolean(), { minLength: 36, maxLength: 36 }), (dark) => {
        const path = qrPath(6, (row, column) => dark[row * 6 + column] === true);
        expect(covered(path, 6)).toEqual(dark.map((isDark) => (isDark ? 1 : 0)));
      }),
    );
  });

  test("draws what the library made of a pairing link", () => {
    const { modules } = create("https://deck-1234.local:8766/#pair=abcdefghijklmnopqrstuvwxyz", {
      errorCorrectionLevel: "M",
    });
    const path = qrPath(modules.size, (row, column) => modules.get(row, column) !== 0);
    expect(covered(path, modules.size)).toEqual([...modules.data].map((module) => (module === 0 ? 0 : 1)));
  });
});
