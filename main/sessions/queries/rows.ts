import { LRUCache } from "lru-cache";
import type { HistoryRow, HistoryRows } from "#shared/contract/history.ts";
import type { Keyframe } from "../screen/keyframes.ts";
import type { LiveScreen } from "../screen/liveScreen.ts";
import { rowToAnsi } from "../screen/rowText.ts";
import { ScreenModel } from "../screen/screenModel.ts";
import { HistorySource } from "./historySource.ts";

/** Lets other work go on; long queries call it between slices. Throws when the query was cancelled. */
export type Breathe = () => Promise<void>;

/** A slice prints at most as many rows as it has bytes, so none is trimmed before it is collected. */
const sliceBytes = 4096;
const renderScrollback = sliceBytes + 1000;
const breatheBytes = 65_536;

/** The rows of the last few keyframes that were asked for: who scrolls asks for neighbours. At most about 16 MB. */
const rendered = new LRUCache<string, readonly HistoryRow[]>({
  maxSize: 16_000_000,
  sizeCalculation: (rows) => 64 + rows.reduce((sum, row) => sum + 64 + row.text.length, 0),
});

/** Rows by number, as many of the wanted ones as there are. `live` must be up to date. */
export async function readRows(
  folder: string,
  live: LiveScreen,
  first: number,
  count: number,
  breathe: Breathe,
): Promise<HistoryRows> {
  const screenTop = live.look().screenTop;
  const firstKept = Math.min(live.keyframes.firstRow ?? live.look().firstRow, screenTop);
  const from = Math.min(Math.max(first, firstKept), screenTop);
  const to = Math.min(from + count, screenTop);
  const rows: HistoryRow[] = [];
  while (from + rows.length < to) {
    const next = await rowsFrom(folder, live, from + rows.length, to, breathe);
    rows.push(...next);
  }
  return { first: from, rows, firstKept, screenTop };
}

/** At least one row: from the model if it still has it, else from the keyframe it belongs to. */
async function rowsFrom(
  folder: string,
  live: LiveScreen,
  row: number,
  to: number,
  breathe: Breathe,
): Promise<HistoryRow[]> {
  const model = live.look();
  if (row >= model.firstRow) return collect(model, row, to);
  const owner = live.keyframes.owner(row);
  const endRow = Math.min(owner?.endRow ?? model.firstRow, model.firstRow, to);
  if (!owner) return blank(endRow - row);
  const { frame, until } = owner;
  const all = await renderFrame(folder, frame, until ?? live.position, breathe);
  const found = all.slice(row - frame.firstRow, endRow - frame.firstRow);
  return [...found, ...blank(endRow - row - found.length)];
}

/** All rows that scrolled off between a keyframe and an offset. */
async function renderFrame(
  folder: string,
  frame: Keyframe,
  until: number,
  breathe: Breathe,
): Promise<readonly HistoryRow[]> {
  const key = [folder, frame.offset, frame.time, frame.firstRow, frame.columns, frame.rows, until].join("\0");
  const known = rendered.get(key);
  if (known) return known;
  const rows: HistoryRow[] = [];
  await replay(folder, frame, until, breathe, (model) => {
    rows.push(...collect(model, frame.firstRow + rows.length, model.screenTop));
  });
  rendered.set(key, rows);
  return rows;
}

/** Writes a keyframe's state and the output up to `until` to a fresh model, which is gone afterwards. */
export async function replay<Result>(
  folder: string,
  frame: Keyframe,
  until: number,
  breathe: Breathe,
  onSlice: (model: ScreenModel) => Result,
): Promise<Result> {
  using model = new ScreenModel({ ...frame, scrollback: renderScrollback });
  model.parse(frame.state);
  let result = onSlice(model);
  const source = new HistorySource(folder);
  for (let at = frame.offset; at < until; ) {
    const part = source.read(at, Math.min(breatheBytes, until - at));
    if (!part || part.offset >= until) break;
    for (let from = 0; from < part.bytes.byteLength; from += sliceBytes) {
      model.parse(part.bytes.subarray(from, from + sliceBytes));
      result = onSlice(model);
    }
    at = part.offset + part.bytes.byteLength;
    await breathe();
  }
  return result;
}

function collect(model: ScreenModel, from: number, to: number): HistoryRow[] {
  const rows: HistoryRow[] = [];
  for (let number = from; number < to; number++) {
    const line = model.row(number);
    rows.push(line ? { text: rowToAnsi(line), wrapped: line.isWrapped } : { text: "", wrapped: false });
  }
  return rows;
}

function blank(count: number): HistoryRow[] {
  return Array.from({ length: Math.max(0, count) }, () => ({ text: "", wrapped: false }));
}
