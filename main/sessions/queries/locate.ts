import type { Keyframes } from "../screen/keyframes.ts";
import { HistorySource } from "./historySource.ts";
import { type Breathe, replay } from "./rows.ts";

/** The row the byte at `offset` was printed on; null on the alternate screen, or if that part is no longer kept. */
export async function locate(
  folder: string,
  keyframes: Keyframes,
  offset: number,
  breathe: Breathe,
): Promise<{ row: number | null; time: number; isAlternate: boolean }> {
  const time = new HistorySource(folder).recordAt(offset)?.time ?? 0;
  const frame = keyframes.at(offset);
  if (!frame) return { row: null, time, isAlternate: false };
  const place = await replay(folder, frame, offset, breathe, (model) => ({
    row: model.cursorRow,
    isAlternate: model.isAlternate,
  }));
  return place.isAlternate ? { row: null, time, isAlternate: true } : { ...place, time };
}
