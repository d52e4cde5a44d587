import type { Timeline } from "#shared/contract/history.ts";
import { HistorySource } from "./historySource.ts";

const activityPoints = 500;

/** When how much was printed, thinned to at most 500 points. */
export function readTimeline(folder: string): Timeline {
  const source = new HistorySource(folder);
  const records = source.segments.flatMap((segment) => source.records(segment));
  const every = Math.max(1, Math.ceil(records.length / activityPoints));
  const activity = records
    .filter((_record, index) => index % every === 0)
    .map(({ time, offset }) => ({ time, offset }));
  return {
    firstOffset: source.firstOffset,
    endOffset: source.endOffset,
    droppedBytes: source.firstOffset + source.gapBytes,
    startTime: records[0]?.time ?? 0,
    endTime: records.at(-1)?.time ?? 0,
    activity,
  };
}
