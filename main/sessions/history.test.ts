import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { SearchEvent, SearchMatch } from "#shared/contract/history.ts";
import { openSessionsBench, type SessionsBench } from "./testing.ts";

let bench: SessionsBench;
afterEach(async () => {
  await bench[Symbol.asyncDispose]();
});

const patience = { timeout: 30_000, interval: 20 };

async function run(line: string, name?: string): Promise<string> {
  const { id } = await bench.sessions.start({
    tool: "shell",
    folder: "/tmp",
    arguments: ["-c", line],
    size: { columns: 80, rows: 24 },
    ...(name ? { name } : {}),
  });
  await vi.waitFor(() => expect(bench.sessions.get(id).status).toBe("stopped"), patience);
  return id;
}

async function allMatches(
  query: string,
  more: { caseSensitive?: boolean; sessions?: string[]; limit?: number } = {},
): Promise<SearchMatch[]> {
  const events: SearchEvent[] = [];
  const request = { query, caseSensitive: false, context: 1, limit: 100, ...more };
  for await (const event of bench.sessions.history.search(request)) events.push(event);
  expect(events.at(-1)?.kind).toBe("done");
  return events.flatMap((event) => (event.kind === "matches" ? event.matches : []));
}

async function exported(id: string, format: "text" | "ansi" | "asciicast"): Promise<Buffer> {
  const parts: Buffer[] = [];
  for (let cursor: number | null = 0; cursor !== null; ) {
    const page = await bench.sessions.history.export(id, format, cursor);
    parts.push(Buffer.from(page.data, "base64"));
    cursor = page.next;
  }
  return Buffer.concat(parts);
}

describe("history", () => {
  test("gives every row of a long history by its number, in colour, also after a restart of the app", async () => {
    bench = await openSessionsBench();
    const id = await run("for i in $(seq 0 29999); do printf '\\033[32mline\\033[0m %d\\r\\n' $i; done");
    const end = await bench.sessions.history.rows(id, 0, 1);
    expect(end).toMatchObject({ firstKept: 0, screenTop: 30_000 - 23 });
    await bench.reopen();
    for (const first of [0, 1234, 9_990, 20_000, 29_500]) {
      const page = await bench.sessions.history.rows(id, first, 400);
      expect(page.first).toBe(first);
      page.rows.forEach(({ text }, index) => {
        expect(text).toBe(`\x1b[0;32mline\x1b[0m ${first + index}`);
      });
      expect(page.rows).toHaveLength(Math.min(400, 30_000 - 23 - first));
    }
  }, 60_000);

  test("finds text in the whole history, newest first, with context and the place to jump to", async () => {
    bench = await openSessionsBench();
    const one = await run(
      "for i in $(seq 1 20000); do echo \"row $i\"; [ $i = 7 ] && printf 'a \\033[1mNEE\\033[0mdle 针 here\\n'; done",
      "one",
    );
    const two = await run("echo before; echo 'needle again'; echo after", "two");
    const matches = await allMatches("needle");
    expect(matches.map(({ session, text }) => [session, text])).toEqual([
      [two, "needle again"],
      [one, "a NEEdle 针 here"],
    ]);
    expect(matches[0]).toMatchObject({ start: 0, length: 6, before: ["before"], after: ["after"] });
    expect(await allMatches("needle", { caseSensitive: true })).toHaveLength(1);
    expect(await allMatches("针 here", { sessions: [one] })).toHaveLength(1);
    expect(await allMatches("row 1", { limit: 5 })).toHaveLength(5);
    const place = await bench.sessions.history.locate(one, matches[1]?.offset ?? -1);
    const page = await bench.sessions.history.rows(one, place.row ?? -1, 1);
    expect(stripVTControlCharacters(page.rows[0]?.text ?? "")).toBe("a NEEdle 针 here");
  }, 60_000);

  test("finds what was on the alternate screen", async () => {
    bench = await openSessionsBench();
    const id = await run("printf '\\033[?1049h\\033[3;5Hdialog title\\033[10;1Hsecond\\033[?1049l'");
    const [match] = await allMatches("dialog title");
    expect(match?.text).toBe("dialog title");
    expect(await bench.sessions.history.locate(id, match?.offset ?? -1)).toMatchObject({
      row: null,
      isAlternate: true,
    });
  });

  test("a search that nobody reads on stops", async () => {
    bench = await openSessionsBench();
    await run("seq 1 200000");
    const search = bench.sessions.history.search({ query: "1", caseSensitive: false, context: 0, limit: 2000 });
    for await (const event of search) if (event.kind === "matches") break;
    expect(await allMatches("199999")).toHaveLength(1);
  }, 60_000);

  test("exports what was printed as text, byte for byte as ANSI, and as a recording", async () => {
    bench = await openSessionsBench();
    const id = await run(
      "for i in $(seq 1 3000); do printf '\\033[3%dmzeile %d ü你\\033[0m %s\\n' $((i % 8)) $i xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx; done",
      "../a b/c",
    );
    const text = (await exported(id, "text")).toString();
    expect(text.trimEnd().split("\n")).toEqual(
      Array.from({ length: 3000 }, (_value, index) => `zeile ${index + 1} ü你 ${"x".repeat(75)}`),
    );
    const folder = join(bench.folder, "sessions", id);
    const stored = Buffer.concat(
      readdirSync(folder)
        .filter((name) => name.endsWith(".output"))
        .sort()
        .map((name) => readFileSync(join(folder, name))),
    );
    expect((await exported(id, "ansi")).equals(stored)).toBe(true);
    const cast = (await exported(id, "asciicast"))
      .toString()
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(cast[0]).toMatchObject({ version: 2, width: 80, height: 24 });
    expect(
      cast
        .slice(1)
        .map((event) => (event[1] === "o" ? event[2] : ""))
        .join(""),
    ).toBe(stored.toString());
    const times = cast.slice(1).map((event) => event[0]);
    expect([...times].sort((a, b) => a - b)).toEqual(times);
    expect((await bench.sessions.history.export(id, "text", 0)).fileName).toBe("a b-c.txt");
  }, 60_000);

  test("keeps to its bound by dropping the oldest, says so, and keeps row numbers", async () => {
    bench = await openSessionsBench({ historyMegabytes: 9 });
    const id = await run(
      "for i in $(seq 1 5); do head -c 3000000 /dev/zero | tr '\\0' 'z' | fold -w 79; echo mark $i; done",
    );
    const { firstOffset, endOffset } = bench.sessions.get(id);
    expect(firstOffset).toBeGreaterThan(0);
    expect(endOffset - firstOffset).toBeLessThan(14 * 1024 * 1024);
    const page = await bench.sessions.history.rows(id, 0, 10);
    expect(page.firstKept).toBeGreaterThan(0);
    expect(page.first).toBe(page.firstKept);
    expect(page.rows[5]?.text).toBe("z".repeat(79));
    const text = (await exported(id, "text")).toString();
    expect(text).toContain("mark 5");
    expect((await bench.sessions.history.timeline(id)).droppedBytes).toBe(firstOffset);
    expect(await allMatches("mark 1")).toHaveLength(0);
    expect(await allMatches("mark 5")).toHaveLength(1);
  }, 60_000);

  test("replays from any moment", async () => {
    bench = await openSessionsBench();
    const id = await run("seq 1 300000; echo the end");
    const { endOffset } = bench.sessions.get(id);
    const page = await bench.sessions.history.recording(id, Math.floor(endOffset / 2), true);
    expect(page.keyframe?.offset).toBeLessThanOrEqual(endOffset / 2);
    let at = page.keyframe?.offset ?? -1;
    for (let current = page; ; current = await bench.sessions.history.recording(id, current.next, false)) {
      for (const event of current.events) {
        if (event.kind !== "output") continue;
        expect(event.offset).toBe(at);
        at += Buffer.from(event.data, "base64").byteLength;
      }
      if (current.next === null) break;
    }
    expect(at).toBe(endOffset);
  }, 60_000);
});
