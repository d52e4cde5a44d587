import { mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type CreateLogOptions, createLog } from "./createLog.ts";
import { readRecentLogs } from "./readRecentLogs.ts";

let folder = "";
let lines: string[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "quarterdeck-logs-"));
  lines = [];
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

const create = (options: Partial<CreateLogOptions> = {}) =>
  createLog({ folder, writeReadable: (line) => lines.push(line), ...options });
const readableFile = () => readFile(join(folder, "quarterdeck.log"), "utf8");
const jsonEntries = async () =>
  (await readFile(join(folder, "quarterdeck.jsonl"), "utf8"))
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));

describe("the log", () => {
  it("writes a readable line and a line of JSON, for the user alone", async () => {
    using log = create({ now: () => new Date("2026-11-21T01:14:09.123Z") });
    log
      .child({ part: "sessions", correlationId: "c-1" })
      .info("A session ended", { id: "4c2", code: 0, words: "two words" });
    const line =
      '2026-11-21 01:14:09.123 INFO  [sessions] A session ended  correlationId=c-1 id=4c2 code=0 words="two words"';
    expect(lines).toEqual([line]);
    expect(await readableFile()).toBe(`${line}\n`);
    expect(await jsonEntries()).toEqual([
      {
        time: "2026-11-21T01:14:09.123Z",
        level: "info",
        part: "sessions",
        message: "A session ended",
        context: { correlationId: "c-1", id: "4c2", code: 0, words: "two words" },
      },
    ]);
    expect((await stat(join(folder, "quarterdeck.jsonl"))).mode & 0o777).toBe(0o600);
  });

  it("writes from its level on, which may change while it runs", async () => {
    using log = create({ level: "warn" });
    const child = log.child({ part: "relay" });
    child.info("not this");
    child.warn("this");
    log.configure({ level: "debug" });
    child.debug("now this too");
    expect((await jsonEntries()).map(({ message }) => message)).toEqual(["this", "now this too"]);
  });

  it("lets no secret reach a file or the screen, wherever it stands", async () => {
    using log = create();
    const error = new Error("refused: Authorization: Bearer hunter2hunter2", { cause: { password: "hunter2hunter2" } });
    log
      .child({ context: { cookie: "a=hunter2hunter2" } })
      .error("cannot open http://x/#login=hunter2hunter2", { error, headers: { "x-api-key": "hunter2hunter2" } });
    const everything = `${await readableFile()}${await readFile(join(folder, "quarterdeck.jsonl"), "utf8")}${lines.join("")}`;
    expect(everything).not.toContain("hunter2");
    expect(everything).toContain("refused: Authorization: [redacted]");
  });

  it("keeps head and tail of what is too long", async () => {
    using log = create();
    log.info(`begin${"x".repeat(5000)}end`, {
      value: `first${"y".repeat(5000)}last`,
      huge: Array.from({ length: 150 }, () => "z".repeat(1000)),
    });
    const [entry] = await jsonEntries();
    expect(entry.message).toMatch(/^beginx+… \[\d{4} characters cut\] …x+end$/);
    expect(entry.message.length).toBeLessThanOrEqual(2000);
    expect(entry.context.shortened).toMatch(/characters cut/);
    expect((await readableFile()).length).toBeLessThan(6000);
  });

  it("cannot be made to look like other lines, or to steer a terminal", async () => {
    using log = create({ now: () => new Date(0) });
    log.info("one\n1970-01-01 00:00:00.000 ERROR [app] forged\u001b[2J", { value: "a\nb" });
    const text = await readableFile();
    expect(text.split("\n").filter((line) => line.startsWith("1970"))).toHaveLength(1);
    expect(text).not.toContain("\u001b");
    expect(await jsonEntries()).toHaveLength(1);
  });

  it("shows an error with its stack and causes", async () => {
    using log = create();
    log.error("It failed", { error: new Error("outer", { cause: new Error("inner") }) });
    const text = await readableFile();
    expect(text).toContain("    Error: outer");
    expect(text).toContain("caused by: Error: inner");
    expect(text).toContain("createLog.test.ts");
  });
});

describe("rotation", () => {
  it("puts a full file away and loses no line", async () => {
    using log = create({ maximumMegabytes: 0.02, writeReadable: null });
    const count = 1000;
    for (let number = 0; number < count; number++) log.info(`message ${number}`, { filling: "x".repeat(40) });
    const names = await readdir(folder);
    expect(names.filter((name) => name.endsWith(".jsonl")).length).toBeGreaterThan(3);
    expect(names.filter((name) => name.endsWith(".log")).length).toBeGreaterThan(3);
    for (const name of names) expect((await stat(join(folder, name))).size).toBeLessThan(0.02 * 2 ** 20 + 500);
    const all = await readRecentLogs(folder, { level: "debug", limit: 10_000 });
    expect(all.map(({ message }) => message)).toEqual(
      Array.from({ length: count }, (_none, index) => `message ${count - 1 - index}`),
    );
  });

  it("deletes what was put away more than the days to keep ago, and nothing else", async () => {
    const names = [
      "quarterdeck-2026-09-01T00-00-00-000Z.log",
      "quarterdeck-2026-10-30T00-00-00-000Z.jsonl",
      "notes.log",
      "quarterdeck.log",
    ];
    const now = new Date("2026-11-21T00:00:00Z");
    for (const name of names) {
      await writeFile(join(folder, name), "");
      await utimes(join(folder, name), now, new Date(name.includes("2026-10-30") ? "2026-10-30" : "2026-09-01"));
    }
    using log = create({ now: () => now });
    log.info("hello");
    expect((await readdir(folder)).sort()).toEqual([
      "notes.log",
      "quarterdeck-2026-10-30T00-00-00-000Z.jsonl",
      "quarterdeck.jsonl",
      "quarterdeck.log",
    ]);
  });

  it("does not fail whoever logs when the folder is gone, and says so", async () => {
    using log = create({ maximumMegabytes: 0.0001 });
    log.info("first ".repeat(50));
    await rm(folder, { recursive: true });
    log.info("second");
    expect(lines.some((line) => line.includes("could not be put away"))).toBe(true);
  });
});

describe("the newest entries", () => {
  it("come newest first, of a level or above, containing a text, up to a limit", async () => {
    using log = create({ level: "debug" });
    for (let number = 0; number < 3000; number++) {
      log
        .child({ part: number % 2 === 0 ? "relay" : "sessions" })
        [number % 10 === 0 ? "warn" : "info"](`第 ${number} 条`, { at: number });
    }
    const warnings = await readRecentLogs(folder, { level: "warn", limit: 3 });
    expect(warnings.map(({ context }) => context.at)).toEqual([2990, 2980, 2970]);
    const some = await readRecentLogs(folder, { level: "debug", limit: 5000, contains: "第 12 条" });
    expect(some).toMatchObject([{ message: "第 12 条", part: "relay", level: "info" }]);
    expect(await readRecentLogs(folder, { level: "debug", limit: 5000, contains: "SESSIONS" })).toHaveLength(1500);
    expect(await readRecentLogs(folder, { level: "debug", limit: 5000, contains: '"level"' })).toEqual([]);
  });

  it("pass over lines that a crash cut off, and are none where nothing was logged", async () => {
    expect(await readRecentLogs(folder, { level: "debug", limit: 10 })).toEqual([]);
    await writeFile(
      join(folder, "quarterdeck.jsonl"),
      '{"time":"2026-11-21T00:00:00.000Z","level":"info","part":"a","message":"whole","context":{}}\n{"time":"2026-11-2',
    );
    expect(await readRecentLogs(folder, { level: "debug", limit: 10 })).toMatchObject([
      { message: "whole", time: Date.parse("2026-11-21") },
    ]);
  });
});

it("writes to stderr and not to stdout where nobody says otherwise", () => {
  const written = vi.spyOn(process.stderr, "write").mockReturnValue(true);
  const answered = vi.spyOn(process.stdout, "write");
  try {
    using log = createLog({ folder });
    log.error("hello");
    expect(written).toHaveBeenCalledWith(expect.stringMatching(/ERROR \[app\] hello\n$/));
    expect(answered).not.toHaveBeenCalled();
  } finally {
    written.mockRestore();
    answered.mockRestore();
  }
});
