import {
  appendFileSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  unlinkSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type HistoryProblem, HistoryWriter, type HistoryWriterOptions } from "./historyWriter.ts";
import { listSegments, segmentPath } from "./segments.ts";
import { readTimeRecords } from "./timeIndex.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "quarterdeck-history-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function open(more: Partial<HistoryWriterOptions> = {}) {
  const published: { offset: number; text: string; isStored: boolean }[] = [];
  const problems: (HistoryProblem | null)[] = [];
  const writer = new HistoryWriter({
    folder,
    columns: 80,
    rows: 24,
    limitBytes: () => Number.POSITIVE_INFINITY,
    parsedOffset: () => Number.POSITIVE_INFINITY,
    onPublished: (offset, bytes, isStored) => published.push({ offset, text: Buffer.from(bytes).toString(), isStored }),
    onPressure: () => {},
    onProblem: (problem) => problems.push(problem),
    onDropped: () => {},
    onDropFailed: (error) => {
      throw error;
    },
    ...more,
  });
  return { writer, published, problems };
}

describe("history writer", () => {
  test("publishes only what the file holds, in order", async () => {
    const seen: number[] = [];
    const { writer, published } = open({
      onPublished: (offset, bytes) => {
        seen.push(offset);
        const file = readFileSync(segmentPath(folder, 0, "output"));
        expect(file.subarray(offset, offset + bytes.byteLength).equals(Buffer.from(bytes))).toBe(true);
      },
    });
    for (let index = 0; index < 500; index++) writer.append(Buffer.from(`piece ${index}\n`));
    await writer.flush();
    expect(published).toEqual([]);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(writer.endOffset).toBe(readFileSync(segmentPath(folder, 0, "output")).byteLength);
    await writer[Symbol.asyncDispose]();
  });

  test("everybody who waits for it is told when all is written", async () => {
    const { writer } = open();
    for (let index = 0; index < 50; index++) writer.append(Buffer.alloc(8192, 67));
    await Promise.all([writer.flush(), writer.flush(), writer.flush()]);
    expect(writer.endOffset).toBe(50 * 8192);
    await writer[Symbol.asyncDispose]();
  });

  test("says when it falls behind and when it has caught up", async () => {
    const pressure: boolean[] = [];
    const { writer } = open({ onPressure: (isHigh) => pressure.push(isHigh) });
    for (let index = 0; index < 300; index++) writer.append(Buffer.alloc(4096, 65));
    await writer[Symbol.asyncDispose]();
    expect(pressure).toEqual([true, false]);
  });

  test("a full disk: the output goes on, it is said, and keeping goes on when there is room again", async () => {
    // Writing to /dev/full fails as on a full disk.
    symlinkSync("/dev/full", segmentPath(folder, 0, "output"));
    let now = 1_000_000;
    const { writer, published, problems } = open({ now: () => now });
    writer.append(Buffer.from("lost\n"));
    await writer.flush();
    expect(problems).toEqual(["disk-full"]);
    expect(published).toEqual([{ offset: 0, text: "lost\n", isStored: false }]);
    unlinkSync(segmentPath(folder, 0, "output"));
    now += 10_000;
    writer.append(Buffer.from("kept\n"));
    await writer[Symbol.asyncDispose]();
    expect(problems).toEqual(["disk-full", null]);
    expect(published.at(-1)).toEqual({ offset: 5, text: "kept\n", isStored: true });
    expect(listSegments(folder)).toEqual([{ start: 5, end: 10 }]);
    expect(readFileSync(segmentPath(folder, 5, "output"), "utf8")).toBe("kept\n");
  });

  test("a folder that cannot be written to is another problem than a full disk", async () => {
    const { writer, problems } = open();
    rmSync(folder, { recursive: true });
    writer.append(Buffer.from("x"));
    await writer[Symbol.asyncDispose]();
    expect(problems).toEqual(["write-failed"]);
  });

  test("drops oldest segments whole, but only when the rest can be shown without them", async () => {
    let parsed = 0;
    const dropped: number[] = [];
    const { writer } = open({
      limitBytes: () => 6_000_000,
      parsedOffset: () => parsed,
      onDropped: (first) => dropped.push(first),
    });
    const write = async (): Promise<void> => {
      for (let index = 0; index < 40; index++) {
        writer.append(Buffer.alloc(131_072, 66));
        await writer.flush();
      }
    };
    await write();
    await write();
    expect(dropped).toEqual([]);
    parsed = Number.POSITIVE_INFINITY;
    await write();
    expect(dropped.length).toBeGreaterThan(0);
    expect(listSegments(folder)[0]?.start).toBe(dropped.at(-1));
    expect(writer.firstOffset).toBe(dropped.at(-1));
    await writer[Symbol.asyncDispose]();
  });

  test("keyframes count: however often the window is dragged, the history keeps to its bound", async () => {
    const { writer } = open({ limitBytes: () => 12_000_000 });
    for (let drag = 0; drag < 30; drag++) {
      writer.append(Buffer.from("a prompt is drawn anew\r\n"));
      await writer.flush();
      const segment = listSegments(folder).at(-1);
      appendFileSync(segmentPath(folder, segment?.start ?? 0, "keyframes"), Buffer.alloc(1_500_000, "k"));
      writer.recordSize(80 + drag, 24);
    }
    await writer.flush();
    const kept = readdirSync(folder).reduce((sum, name) => sum + statSync(join(folder, name)).size, 0);
    expect(kept).toBeLessThan(12_000_000 + 2_000_000);
    expect(listSegments(folder).length).toBeGreaterThan(1);
    await writer[Symbol.asyncDispose]();
  });

  test("goes on where an earlier run ended, and remembers sizes at once", async () => {
    const first = open();
    first.writer.append(Buffer.from("one"));
    await first.writer[Symbol.asyncDispose]();
    const second = open();
    expect(second.writer.endOffset).toBe(3);
    second.writer.append(Buffer.from("two"));
    await second.writer.flush();
    second.writer.recordSize(100, 40);
    await second.writer[Symbol.asyncDispose]();
    const records = listSegments(folder).flatMap(({ start }) => readTimeRecords(folder, start));
    expect(records.at(-1)).toMatchObject({ offset: 6, columns: 100, rows: 40 });
  });

  test("a resize while output is on its way to the disk loses no time: the records stay in order", async () => {
    const { writer } = open();
    writer.append(Buffer.from("printed at the old size"));
    writer.recordSize(100, 40);
    await writer.flush();
    writer.append(Buffer.from("and at the new one"));
    await writer[Symbol.asyncDispose]();
    const records = readTimeRecords(folder, 0);
    expect(records.map(({ offset, columns }) => ({ offset, columns }))).toEqual([
      { offset: 0, columns: 80 },
      { offset: 23, columns: 100 },
    ]);
  });
});
