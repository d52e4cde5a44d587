import { readFileSync } from "node:fs";
import { isMissing, segmentPath } from "./segments.ts";

/** The bytes from `offset` on (up to the next record's) were printed at `time`, on a terminal of this size. */
export interface TimeRecord {
  readonly offset: number;
  /** Milliseconds since the epoch. */
  readonly time: number;
  readonly columns: number;
  readonly rows: number;
}

/** A record as it lies in the file: offset and time as 8-byte floats, the size as two 2-byte integers, a check word. Little-endian. */
export const timeRecordBytes = 24;
const checkWord = 0x51_44_54_49;

/** Writes a record for the file. */
export function encodeTimeRecord(record: TimeRecord): Uint8Array {
  const bytes = new Uint8Array(timeRecordBytes);
  const view = new DataView(bytes.buffer);
  view.setFloat64(0, record.offset, true);
  view.setFloat64(8, record.time, true);
  view.setUint16(16, record.columns, true);
  view.setUint16(18, record.rows, true);
  view.setUint32(20, checkWord, true);
  return bytes;
}

/** Reads records until the first that is torn or damaged: a crash can only cut off the end. */
export function decodeTimeRecords(bytes: Uint8Array): TimeRecord[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const records: TimeRecord[] = [];
  for (let at = 0; at + timeRecordBytes <= bytes.byteLength; at += timeRecordBytes) {
    if (view.getUint32(at + 20, true) !== checkWord) break;
    const record = {
      offset: view.getFloat64(at, true),
      time: view.getFloat64(at + 8, true),
      columns: view.getUint16(at + 16, true),
      rows: view.getUint16(at + 18, true),
    };
    const last = records.at(-1);
    if (last && record.offset < last.offset) break;
    records.push(record);
  }
  return records;
}

/** The records of one segment; none if there is no file. */
export function readTimeRecords(folder: string, segmentStart: number): TimeRecord[] {
  try {
    return decodeTimeRecords(readFileSync(segmentPath(folder, segmentStart, "times")));
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

/** The last record at or before `offset`. */
export function recordAt(records: readonly TimeRecord[], offset: number): TimeRecord | undefined {
  return records[countUpTo(records, offset) - 1];
}

/** The first record after `offset`. */
export function recordAfter(records: readonly TimeRecord[], offset: number): TimeRecord | undefined {
  return records[countUpTo(records, offset)];
}

/** How many records begin at or before `offset`, by binary search. */
function countUpTo(records: readonly TimeRecord[], offset: number): number {
  let low = 0;
  let high = records.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const record = records[middle];
    if (record && record.offset <= offset) low = middle + 1;
    else high = middle;
  }
  return low;
}
