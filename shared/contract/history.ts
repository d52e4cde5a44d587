import { eventIterator } from "@orpc/contract";
import { z } from "zod";
import { flag } from "./flag.ts";
import { query } from "./procedure.ts";
import { sessionId } from "./sessions.ts";

const offset = z.coerce.number().int().nonnegative();

/** One row that scrolled off the top of the screen. `text` carries SGR colours only; `wrapped` says it continues the row above. */
export const historyRow = z.object({ text: z.string(), wrapped: z.boolean() });
export type HistoryRow = z.infer<typeof historyRow>;

/** Rows are numbered from 0 at the session's beginning; a row keeps its number when older ones are dropped. */
export const historyRows = z.object({
  /** The number of rows[0]. */
  first: z.number().int(),
  rows: z.array(historyRow),
  /** The oldest row still kept, and the number of the row at the top of the screen: rows in between can be asked for. */
  firstKept: z.number().int(),
  screenTop: z.number().int(),
});
export type HistoryRows = z.infer<typeof historyRows>;

export const searchRequest = z.object({
  query: z.string().min(1).max(500),
  sessions: z.array(sessionId).max(1000).optional().describe("All sessions if left out"),
  caseSensitive: flag.default(false),
  context: z.coerce.number().int().min(0).max(10).default(2),
  limit: z.coerce.number().int().min(1).max(2000).default(200),
});
export type SearchRequest = z.infer<typeof searchRequest>;

export const searchMatch = z.object({
  session: sessionId,
  /** Byte offset of the matching line's beginning. */
  offset: z.number().int(),
  time: z.number(),
  text: z.string(),
  /** Where in `text` the match lies, in UTF-16 units. */
  start: z.number().int(),
  length: z.number().int(),
  before: z.array(z.string()),
  after: z.array(z.string()),
});
export type SearchMatch = z.infer<typeof searchMatch>;

/** Matches come newest first, session by session; progress in between. */
export const searchEvent = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("matches"), matches: z.array(searchMatch) }),
  z.object({ kind: z.literal("progress"), searchedBytes: z.number(), totalBytes: z.number() }),
  z.object({ kind: z.literal("done"), isTruncated: z.boolean() }),
]);
export type SearchEvent = z.infer<typeof searchEvent>;

/** What is needed to draw a timeline and to seek. `activity` has at most 500 points. */
export const timeline = z.object({
  firstOffset: z.number().int(),
  endOffset: z.number().int(),
  droppedBytes: z.number().int(),
  startTime: z.number(),
  endTime: z.number(),
  activity: z.array(z.object({ time: z.number(), offset: z.number().int() })),
});
export type Timeline = z.infer<typeof timeline>;

const base64 = z.string();

/** The recording from a keyframe on, a page at a time: write `state` to a fresh terminal of that size, then the events in order. */
export const recordingPage = z.object({
  keyframe: z
    .object({
      offset: z.number().int(),
      time: z.number(),
      columns: z.number().int(),
      rows: z.number().int(),
      state: z.string(),
    })
    .nullable(),
  events: z.array(
    z.discriminatedUnion("kind", [
      z.object({ kind: z.literal("output"), time: z.number(), offset: z.number().int(), data: base64 }),
      z.object({
        kind: z.literal("resize"),
        time: z.number(),
        offset: z.number().int(),
        columns: z.number().int(),
        rows: z.number().int(),
      }),
    ]),
  ),
  /** Where the next page begins; null at the end. */
  next: z.number().int().nullable(),
});
export type RecordingPage = z.infer<typeof recordingPage>;

export const exportFormat = z.enum(["text", "ansi", "asciicast"]);
export type ExportFormat = z.infer<typeof exportFormat>;

export const historyContract = {
  rows: query("watch", ["SESSION_NOT_FOUND"])
    .route({ method: "GET", path: "/sessions/{id}/rows", summary: "Rows that scrolled off the screen, by number" })
    .input(z.object({ id: sessionId, first: z.coerce.number().int(), count: z.coerce.number().int().min(1).max(2000) }))
    .output(historyRows),
  /** The text on the screen now, top to bottom, with colours; for scripts and for viewers that scroll back. */
  screen: query("watch", ["SESSION_NOT_FOUND"])
    .route({ method: "GET", path: "/sessions/{id}/screen", summary: "What the screen shows now, row by row" })
    .input(z.object({ id: sessionId }))
    .output(
      z.object({
        rows: z.array(historyRow),
        screenTop: z.number().int(),
        cursor: z.object({ column: z.number().int(), row: z.number().int() }),
        isAlternate: z.boolean(),
      }),
    ),
  search: query("watch", ["SESSION_NOT_FOUND"])
    .route({
      method: "POST",
      path: "/history/search",
      summary: "Search the whole history of one, several or all sessions",
    })
    .input(searchRequest)
    .output(eventIterator(searchEvent)),
  /** Which row the byte at `offset` was printed on; null row if it was on the alternate screen or is still on the screen. */
  locate: query("watch", ["SESSION_NOT_FOUND"])
    .route({ method: "GET", path: "/sessions/{id}/locate", summary: "The row a byte was printed on" })
    .input(z.object({ id: sessionId, offset }))
    .output(z.object({ row: z.number().int().nullable(), time: z.number(), isAlternate: z.boolean() })),
  timeline: query("watch", ["SESSION_NOT_FOUND"])
    .route({ method: "GET", path: "/sessions/{id}/timeline", summary: "When how much was printed" })
    .input(z.object({ id: sessionId }))
    .output(timeline),
  /** Begins at the last keyframe at or before `from`, if `withKeyframe`; otherwise exactly at `from`, the `next` of the page before. */
  recording: query("watch", ["SESSION_NOT_FOUND"])
    .route({
      method: "GET",
      path: "/sessions/{id}/recording",
      summary: "The recorded output with its times, a page at a time",
    })
    .input(z.object({ id: sessionId, from: offset, withKeyframe: flag.default(false) }))
    .output(recordingPage),
  /** A page of the export; give back `next` as `cursor` until it is null. `data` is base64. */
  export: query("watch", ["SESSION_NOT_FOUND"])
    .route({
      method: "GET",
      path: "/sessions/{id}/export",
      summary: "The history as text, ANSI or asciicast, a page at a time",
    })
    .input(z.object({ id: sessionId, format: exportFormat, cursor: offset.default(0) }))
    .output(z.object({ data: base64, next: z.number().int().nullable(), fileName: z.string() })),
};
