import type { SearchMatch, SearchRequest } from "#shared/contract/history.ts";
import { HistorySource } from "./historySource.ts";
import { type PlainText, plainText } from "./plainText.ts";
import type { Breathe } from "./rows.ts";

/** Searched at once. A line longer than this is searched in parts. */
const windowBytes = 256 * 1024;
/** Longer lines are shown around their match. */
const shownLength = 500;

export interface SearchProgress {
  readonly matches: SearchMatch[];
  readonly searchedBytes: number;
}

type SearchOptions = Pick<SearchRequest, "query" | "caseSensitive" | "context" | "limit">;

/** Searches one session from its end to its beginning; one result for every window read. */
export async function* searchHistory(
  folder: string,
  session: string,
  options: SearchOptions,
  breathe: Breathe,
): AsyncGenerator<SearchProgress> {
  const source = new HistorySource(folder);
  let room = options.limit;
  for (const segment of [...source.segments].reverse()) {
    let end = segment.end;
    while (end > segment.start) {
      const from = Math.max(segment.start, end - windowBytes);
      const part = source.read(from, end - from);
      if (!part) return;
      const skipped = from === segment.start ? 0 : lineStart(part.bytes);
      const window = plainText(part.bytes.subarray(skipped), from + skipped);
      const places = find(window, options).slice(-room).reverse();
      room -= places.length;
      const matches = places.map((place) => describeMatch(source, session, window, place, options.context));
      yield { matches, searchedBytes: end - from - skipped };
      if (room === 0) return;
      end = from + skipped;
      await breathe();
    }
  }
}

/** A window begins after the first line end in it, so that no line is torn; if there is none, with all of it. */
function lineStart(bytes: Uint8Array): number {
  const at = bytes.indexOf(0x0a);
  return at < 0 || at + 1 >= bytes.byteLength ? 0 : at + 1;
}

interface Place {
  readonly at: number;
  readonly length: number;
}

function find(window: PlainText, options: SearchOptions): Place[] {
  const places: Place[] = [];
  const text = options.caseSensitive ? window.text : lowerCase(window.text);
  const query = options.caseSensitive ? options.query : lowerCase(options.query);
  for (let at = text.indexOf(query); at >= 0; ) {
    places.push({ at, length: query.length });
    // One match a line is enough to find the line.
    const lineEnd = text.indexOf("\n", at);
    at = lineEnd < 0 ? -1 : text.indexOf(query, lineEnd);
  }
  return places;
}

/** Lower case that keeps every character's length, so that places stay the same. */
function lowerCase(text: string): string {
  const lower = text.toLowerCase();
  if (lower.length === text.length) return lower;
  return Array.from(text, (character) => {
    const changed = character.toLowerCase();
    return changed.length === character.length ? changed : character;
  }).join("");
}

function describeMatch(
  source: HistorySource,
  session: string,
  window: PlainText,
  place: Place,
  context: number,
): SearchMatch {
  const line = lineOf(window.lineStarts, place.at);
  const offset = window.offsetOf(line);
  const lineBegin = window.lineStarts[line] ?? 0;
  const text = lineText(window, line);
  const cut = Math.max(0, place.at - lineBegin - shownLength / 2);
  return {
    session,
    offset,
    time: source.recordAt(offset)?.time ?? 0,
    text: text.slice(cut, cut + shownLength),
    start: place.at - lineBegin - cut,
    length: place.length,
    before: contextLines(window, line - context, line),
    after: contextLines(window, line + 1, line + 1 + context),
  };
}

function lineOf(lineStarts: readonly number[], at: number): number {
  let low = 0;
  let high = lineStarts.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((lineStarts[middle] ?? 0) <= at) low = middle + 1;
    else high = middle;
  }
  return Math.max(0, low - 1);
}

function lineText(window: PlainText, line: number): string {
  const from = window.lineStarts[line] ?? 0;
  const to = window.lineStarts[line + 1];
  return window.text.slice(from, to === undefined ? undefined : to - 1);
}

function contextLines(window: PlainText, from: number, to: number): string[] {
  const lines: string[] = [];
  for (let line = Math.max(0, from); line < Math.min(to, window.lineStarts.length); line++)
    lines.push(lineText(window, line).slice(0, shownLength));
  return lines;
}
