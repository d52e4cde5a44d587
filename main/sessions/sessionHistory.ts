import type { SearchEvent, SearchRequest } from "#shared/contract/history.ts";
import type { History } from "./contract.ts";
import type { ScreenThread } from "./screen/screenThread.ts";
import type { LiveSession } from "./session.ts";

const extensions = { text: "txt", ansi: "ansi", asciicast: "cast" } as const;

/** The history calls, answered by the screen thread from what is on disk. `list` gives all sessions, the latest output first. */
export function createHistory(
  screens: ScreenThread,
  find: (id: string) => LiveSession,
  list: () => readonly LiveSession[],
): History {
  /** What is asked about is on disk first: times are written a little after the output. */
  const flushed = async (id: string): Promise<LiveSession> => {
    const session = find(id);
    await session.flush();
    return session;
  };
  return {
    rows: async (id, first, count) => screens.ask(find(id).place, { kind: "rows", first, count }),
    screen: async (id) => screens.ask(find(id).place, { kind: "screen" }),
    locate: async (id, offset) => screens.ask((await flushed(id)).place, { kind: "locate", offset }),
    timeline: async (id) => screens.ask((await flushed(id)).place, { kind: "timeline" }),
    recording: async (id, from, withKeyframe) =>
      screens.ask((await flushed(id)).place, { kind: "recording", from, withKeyframe }),
    export: async (id, format, cursor) => {
      const session = await flushed(id);
      const { name } = session.record;
      const { data, next } = await screens.ask(session.place, { kind: "export", format, cursor, title: name });
      return {
        data: Buffer.from(data).toString("base64"),
        next,
        fileName: `${fileNameOf(name)}.${extensions[format]}`,
      };
    },
    search: (request, signal) =>
      search(screens, request.sessions ? request.sessions.map(find) : list(), request, signal),
  };
}

/** Keeps letters and digits of every script; everything else a file system may object to becomes a dash. */
function fileNameOf(name: string): string {
  return (
    name
      .replace(/[^\p{L}\p{N}._ -]+/gu, "-")
      .replace(/^[.\s-]+/, "")
      .slice(0, 80) || "session"
  );
}

async function* search(
  screens: ScreenThread,
  sessions: readonly LiveSession[],
  request: SearchRequest,
  signal: AbortSignal = new AbortController().signal,
): AsyncGenerator<SearchEvent> {
  const { query, caseSensitive, context } = request;
  const totalBytes = sessions.reduce((sum, session) => sum + session.keptBytes, 0);
  const enough = new AbortController();
  const stop = AbortSignal.any([signal, enough.signal]);
  let searchedBytes = 0;
  let found = 0;
  try {
    for (const session of sessions) {
      for await (const part of partsOf(
        screens,
        session,
        { kind: "search", query, caseSensitive, context, limit: request.limit - found },
        stop,
      )) {
        searchedBytes += part.searchedBytes;
        const matches = part.matches.slice(0, request.limit - found);
        found += matches.length;
        if (matches.length > 0) yield { kind: "matches", matches };
        yield { kind: "progress", searchedBytes, totalBytes };
        if (found >= request.limit) return yield { kind: "done", isTruncated: true };
      }
    }
    yield { kind: "done", isTruncated: false };
  } finally {
    enough.abort(new Error("enough"));
  }
}

type Asked = Parameters<ScreenThread["search"]>[1];
type Part = Parameters<Parameters<ScreenThread["search"]>[2]>[0];

/** A search's parts as they come. The thread finds no more than the limit, so what waits for a slow reader is bounded. */
async function* partsOf(
  screens: ScreenThread,
  session: LiveSession,
  asked: Asked,
  signal: AbortSignal,
): AsyncGenerator<Part> {
  const parts: Part[] = [];
  let isOver = false;
  let wake = (): void => {};
  const over = screens
    .search(
      session.place,
      asked,
      (part) => {
        parts.push(part);
        wake();
      },
      signal,
    )
    .finally(() => {
      isOver = true;
      wake();
    });
  over.catch(() => {}); // Thrown below, to whoever reads.
  for (;;) {
    const part = parts.shift();
    if (part) yield part;
    else if (isOver) return await over;
    else await new Promise<void>((resolve) => (wake = resolve));
  }
}
