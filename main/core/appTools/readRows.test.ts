import fc from "fast-check";
import { expect, it } from "vitest";
import type { HistoryRow } from "#shared/contract/history.ts";
import { readRows } from "./readRows.ts";

/** A history of numbered rows: those before `firstKept` dropped, those from `screenTop` on the screen, blank ones below. */
function historyOf({
  count,
  firstKept,
  screenTop,
  blank,
}: {
  count: number;
  firstKept: number;
  screenTop: number;
  blank: number;
}) {
  const row = (number: number): HistoryRow => ({ text: `row ${number}`, wrapped: false });
  const onScreen = Array.from({ length: count - screenTop }, (_, index) => row(screenTop + index));
  return {
    screen: async () => ({
      rows: [...onScreen, ...Array.from({ length: blank }, () => ({ text: "\u001b[0m ", wrapped: false }))],
      screenTop,
      cursor: { column: 0, row: 0 },
      isAlternate: false,
    }),
    rows: async (_id: string, first: number, wanted: number) => {
      const start = Math.max(first, firstKept);
      const length = Math.max(0, Math.min(first + wanted, screenTop) - start);
      return { first: start, rows: Array.from({ length }, (_, index) => row(start + index)), firstKept, screenTop };
    },
  };
}

it("reads exactly the rows before a row, whatever lies on the screen, above it, or is gone", async () => {
  const shape = fc.record({
    kept: fc.nat(30),
    above: fc.nat(30),
    onScreen: fc.nat(30),
    blank: fc.nat(3),
    lines: fc.integer({ min: 1, max: 80 }),
    before: fc.option(fc.integer({ min: 1, max: 100 }), { nil: undefined }),
  });
  await fc.assert(
    fc.asyncProperty(shape, async ({ kept, above, onScreen, blank, lines, before }) => {
      const screenTop = kept + above;
      const count = screenTop + onScreen;
      const read = await readRows(historyOf({ count, firstKept: kept, screenTop, blank }), "", { lines, before });
      const end = Math.min(before ?? count, count);
      const first = Math.max(end - lines, kept);
      const expected = Array.from({ length: Math.max(0, end - first) }, (_, index) => `row ${first + index}`);
      expect(read.text).toBe(expected.join("\n"));
      expect(read.count).toBe(expected.length);
      if (expected.length > 0) expect(read.first).toBe(first);
    }),
  );
});
