import { stripVTControlCharacters } from "node:util";
import type { ExportFormat, HistoryRow } from "#shared/contract/history.ts";
import type { Keyframes } from "../screen/keyframes.ts";
import type { LiveScreen } from "../screen/liveScreen.ts";
import { HistorySource } from "./historySource.ts";
import { readEvents } from "./recording.ts";
import { type Breathe, readRows } from "./rows.ts";
import { readScreen } from "./screenRows.ts";

export interface ExportPage {
  readonly data: Uint8Array;
  /** The cursor of the next page; null at the end. */
  readonly next: number | null;
}

const rowsOfPage = 2000;
const bytesOfPage = 512 * 1024;

/** A page of the export, beginning at `cursor` (0, or `next` of the page before). `live` must be up to date. */
export async function exportHistory(
  folder: string,
  live: LiveScreen,
  format: ExportFormat,
  cursor: number,
  title: string,
  breathe: Breathe,
): Promise<ExportPage> {
  switch (format) {
    case "text":
      return await exportText(folder, live, cursor, breathe);
    case "ansi":
      return exportAnsi(folder, live.keyframes, cursor);
    case "asciicast":
      return exportAsciicast(folder, live.keyframes, cursor, title);
  }
}

/** The cursor counts rows. Wrapped rows are joined, so that a long line is one line again. */
async function exportText(folder: string, live: LiveScreen, cursor: number, breathe: Breathe): Promise<ExportPage> {
  const page = await readRows(folder, live, cursor, rowsOfPage, breathe);
  const isFirst = cursor <= page.firstKept;
  const end = page.first + page.rows.length;
  // Rows may have scrolled off the screen while these were read.
  const isLast = end >= live.look().screenTop;
  const screen = isLast ? trimBlankEnd(readScreen(live).rows) : [];
  const text = [...page.rows, ...screen]
    .map((row, index) => (row.wrapped || (index === 0 && isFirst) ? "" : "\n") + stripVTControlCharacters(row.text))
    .join("");
  return { data: Buffer.from(isLast ? `${text}\n` : text), next: isLast ? null : end };
}

function trimBlankEnd(rows: readonly HistoryRow[]): readonly HistoryRow[] {
  return rows.slice(0, rows.findLastIndex(({ text }) => text !== "") + 1);
}

/** The cursor counts bytes: the output exactly as printed, after the state it began from if the beginning was dropped. */
function exportAnsi(folder: string, keyframes: Keyframes, cursor: number): ExportPage {
  const source = new HistorySource(folder);
  const frame = cursor === 0 && source.firstOffset > 0 ? keyframes.first() : undefined;
  const part = source.read(frame?.offset ?? cursor, bytesOfPage);
  if (!part) return { data: new Uint8Array(0), next: null };
  const end = part.offset + part.bytes.byteLength;
  const data = frame ? Buffer.concat([Buffer.from(frame.state), part.bytes]) : part.bytes;
  return { data, next: end < source.endOffset ? end : null };
}

/** Asciicast v2 (https://docs.asciinema.org/manual/asciicast/v2/): a header line, then one line an event. The cursor counts bytes. */
function exportAsciicast(folder: string, keyframes: Keyframes, cursor: number, title: string): ExportPage {
  const source = new HistorySource(folder);
  const frame = cursor === 0 && source.firstOffset > 0 ? keyframes.first() : undefined;
  const from = Math.max(cursor, frame?.offset ?? source.firstOffset);
  const page = readEvents(source, from, bytesOfPage);
  const startTime = source.recordAt(frame?.offset ?? source.firstOffset)?.time ?? 0;
  const seconds = (time: number) => Math.max(0, time - startTime) / 1000;
  const size = frame ?? source.recordAt(from);
  const lines: string[] = [];
  if (cursor === 0) {
    lines.push(
      JSON.stringify({
        version: 2,
        width: size?.columns ?? 80,
        height: size?.rows ?? 24,
        timestamp: Math.floor(startTime / 1000),
        title,
      }),
    );
    if (frame) lines.push(JSON.stringify([0, "o", frame.state]));
  }
  const held = page.next === null ? 0 : incompleteUtf8Bytes(page.events);
  const decoder = new TextDecoder();
  let isFirst = cursor === 0;
  page.events.forEach((event, index) => {
    if (event.kind === "resize") {
      if (!isFirst) lines.push(JSON.stringify([seconds(event.time), "r", `${event.columns}x${event.rows}`]));
    } else {
      const isLast = index === page.events.length - 1;
      const bytes = isLast ? event.bytes.subarray(0, event.bytes.byteLength - held) : event.bytes;
      const text = decoder.decode(bytes, { stream: !isLast || page.next !== null });
      if (text) lines.push(JSON.stringify([seconds(event.time), "o", text]));
    }
    isFirst = false;
  });
  return {
    data: Buffer.from(lines.map((line) => `${line}\n`).join("")),
    next: page.next === null ? null : page.next - held,
  };
}

/** How many bytes at the end of a page begin a character that the next page completes: it begins there instead. */
function incompleteUtf8Bytes(events: ReturnType<typeof readEvents>["events"]): number {
  const last = events.at(-1);
  if (last?.kind !== "output") return 0;
  const { bytes } = last;
  for (let back = 1; back <= Math.min(3, bytes.byteLength - 1); back++) {
    const byte = bytes[bytes.byteLength - back] ?? 0;
    if ((byte & 0b1100_0000) === 0b1000_0000) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 1;
    return length > back ? back : 0;
  }
  return 0;
}
