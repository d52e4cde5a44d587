import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  decodeTimeRecords,
  encodeTimeRecord,
  recordAfter,
  recordAt,
  type TimeRecord,
  timeRecordBytes,
} from "./timeIndex.ts";

const record = fc.record({
  offset: fc.nat(),
  time: fc.nat(),
  columns: fc.integer({ min: 1, max: 500 }),
  rows: fc.integer({ min: 1, max: 300 }),
});
const records = fc.array(record, { maxLength: 50 }).map((list) => list.sort((a, b) => a.offset - b.offset));

function encoded(list: readonly TimeRecord[]): Uint8Array {
  return Buffer.concat(list.map(encodeTimeRecord));
}

describe("time index", () => {
  test("reads what was written, and after a crash all but the torn end", () => {
    fc.assert(
      fc.property(records, fc.nat({ max: timeRecordBytes * 50 }), (list, length) => {
        expect(decodeTimeRecords(encoded(list))).toEqual(list);
        const whole = Math.floor(Math.min(length, list.length * timeRecordBytes) / timeRecordBytes);
        expect(decodeTimeRecords(encoded(list).subarray(0, length))).toEqual(list.slice(0, whole));
      }),
    );
  });

  test("never throws on damaged bytes", () => {
    fc.assert(fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => Array.isArray(decodeTimeRecords(bytes))));
  });

  test("finds the records around an offset", () => {
    fc.assert(
      fc.property(records, fc.nat(), (list, offset) => {
        expect(recordAt(list, offset)).toEqual(list.filter((entry) => entry.offset <= offset).at(-1));
        expect(recordAfter(list, offset)).toEqual(list.find((entry) => entry.offset > offset));
      }),
    );
  });
});
