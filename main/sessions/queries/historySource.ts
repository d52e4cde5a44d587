import { listSegments, readOutput, type Segment } from "../history/segments.ts";
import { readTimeRecords, recordAt, type TimeRecord } from "../history/timeIndex.ts";

/** Read access to what a session's folder holds at this moment. Segments may be dropped while it is read: reading then ends early. */
export class HistorySource {
  readonly folder: string;
  readonly segments: readonly Segment[];
  readonly #records = new Map<number, readonly TimeRecord[]>();

  constructor(folder: string) {
    this.folder = folder;
    this.segments = listSegments(folder);
  }

  get firstOffset(): number {
    return this.segments[0]?.start ?? 0;
  }

  get endOffset(): number {
    return this.segments.at(-1)?.end ?? 0;
  }

  /** Bytes of output that are missing between segments because they could not be kept. */
  get gapBytes(): number {
    let gaps = 0;
    for (let index = 1; index < this.segments.length; index++)
      gaps += (this.segments[index]?.start ?? 0) - (this.segments[index - 1]?.end ?? 0);
    return gaps;
  }

  /** Up to `length` bytes from `offset` on, and where they begin: later than asked if that part is missing. Undefined at the end. */
  read(offset: number, length: number): { readonly offset: number; readonly bytes: Uint8Array } | undefined {
    const segment = this.segments.find(({ end }) => end > offset);
    if (!segment) return undefined;
    const from = Math.max(offset, segment.start);
    const bytes = readOutput(this.folder, segment, from, length);
    return bytes.byteLength === 0 ? undefined : { offset: from, bytes };
  }

  /** The time records of one segment; the first stands for the segment's beginning. */
  records(segment: Segment): readonly TimeRecord[] {
    let records = this.#records.get(segment.start);
    if (!records) {
      records = readTimeRecords(this.folder, segment.start);
      this.#records.set(segment.start, records);
    }
    return records;
  }

  /** When the byte at `offset` was printed, and on a terminal of which size. Undefined if nothing is known. */
  recordAt(offset: number): TimeRecord | undefined {
    for (let index = this.segments.length - 1; index >= 0; index--) {
      const segment = this.segments[index];
      if (!segment || segment.start > offset) continue;
      const record = recordAt(this.records(segment), offset);
      if (record) return record;
    }
    return this.#firstRecord();
  }

  #firstRecord(): TimeRecord | undefined {
    for (const segment of this.segments) {
      const record = this.records(segment)[0];
      if (record) return record;
    }
    return undefined;
  }
}
