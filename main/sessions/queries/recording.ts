import type { RecordingPage } from "#shared/contract/history.ts";
import { recordAfter } from "../history/timeIndex.ts";
import type { Keyframes } from "../screen/keyframes.ts";
import { HistorySource } from "./historySource.ts";

/** Output in one page at most. */
const pageBytes = 512 * 1024;

export interface OutputEvent {
  readonly kind: "output";
  readonly time: number;
  readonly offset: number;
  readonly bytes: Uint8Array;
}

export interface ResizeEvent {
  readonly kind: "resize";
  readonly time: number;
  readonly offset: number;
  readonly columns: number;
  readonly rows: number;
}

export type RecordedEvent = OutputEvent | ResizeEvent;

/** A page of what was printed and when, from `from` on; `next` is null at the end. */
export function readEvents(
  source: HistorySource,
  from: number,
  limit = pageBytes,
): { events: RecordedEvent[]; next: number | null } {
  const events: RecordedEvent[] = [];
  let size = from > source.firstOffset ? source.recordAt(from - 1) : undefined;
  let taken = 0;
  let at = from;
  for (const segment of source.segments) {
    if (segment.end <= at) continue;
    at = Math.max(at, segment.start);
    while (at < segment.end && taken < limit) {
      const record = source.recordAt(at);
      const later = recordAfter(source.records(segment), at)?.offset ?? segment.end;
      const part = source.read(at, Math.min(later, segment.end) - at);
      if (!part) return { events, next: null };
      const time = record?.time ?? 0;
      if (record && (size?.columns !== record.columns || size.rows !== record.rows)) {
        events.push({ kind: "resize", time, offset: at, columns: record.columns, rows: record.rows });
        size = record;
      }
      events.push({ kind: "output", time, offset: at, bytes: part.bytes });
      taken += part.bytes.byteLength;
      at += part.bytes.byteLength;
    }
    if (taken >= limit) break;
  }
  return { events, next: at < source.endOffset ? at : null };
}

/** As history.recording of the contract: with a keyframe to begin from, or going on exactly at `from`. */
export function readRecording(
  folder: string,
  keyframes: Keyframes,
  from: number,
  withKeyframe: boolean,
): RecordingPage {
  const source = new HistorySource(folder);
  const frame = withKeyframe ? (keyframes.at(from) ?? keyframes.first()) : undefined;
  const { events, next } = readEvents(source, frame?.offset ?? from);
  return {
    keyframe: frame
      ? {
          offset: frame.offset,
          time: source.recordAt(frame.offset)?.time ?? frame.time,
          columns: frame.columns,
          rows: frame.rows,
          state: frame.state,
        }
      : null,
    events: events.map((event) => {
      if (event.kind === "resize") return event;
      return {
        kind: "output",
        time: event.time,
        offset: event.offset,
        data: Buffer.from(event.bytes).toString("base64"),
      };
    }),
    next,
  };
}
