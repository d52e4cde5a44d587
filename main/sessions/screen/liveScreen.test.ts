import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { listSegments, readOutput, segmentPath } from "../history/segments.ts";
import { readRows } from "../queries/rows.ts";
import { readScreen } from "../queries/screenRows.ts";
import { LiveScreen } from "./liveScreen.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "live-screen-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function open(from?: number): LiveScreen {
  return new LiveScreen({
    folder,
    columns: 40,
    rows: 5,
    from,
    onAnswer: () => undefined,
    onTrouble: (error) => {
      throw error;
    },
  });
}

function catchUp(screen: LiveScreen): void {
  for (let steps = 0; screen.isBehind && steps < 20; steps++) screen.step();
}

function screenText(screen: LiveScreen): string {
  const { buffer } = screen.look();
  return buffer.getLine(buffer.baseY)?.translateToString(true) ?? "";
}

describe("live screen", () => {
  test("keeps the window title while it is put away, and for who opens it next", () => {
    const output = "\x1b]0;a title\x07text";
    writeFileSync(segmentPath(folder, 0, "output"), output);
    using screen = open(0);
    screen.advance(output.length);
    catchUp(screen);
    expect(screen.look().title).toBe("a title");
    screen.freeze();
    expect(screen.look().title).toBe("a title");
    screen.freeze();
    using other = open();
    expect(other.look().title).toBe("a title");
  });

  test("the whole history reads as printed however the window was dragged, put away and opened again meanwhile", async () => {
    const lengths = fc.array(fc.integer({ min: 1, max: 90 }), { maxLength: 15 });
    const size = fc.record({ columns: fc.integer({ min: 8, max: 60 }), rows: fc.integer({ min: 2, max: 12 }) });
    const step = fc.oneof(size, size, lengths, fc.constantFrom("put away" as const, "open again" as const));
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 12 }), async (steps) => {
        rmSync(folder, { recursive: true });
        folder = mkdtempSync(join(tmpdir(), "live-screen-"));
        writeFileSync(segmentPath(folder, 0, "output"), "");
        const lines: string[] = [];
        let offset = 0;
        let screen = open(0);
        for (const change of steps) {
          if (change === "put away") screen.freeze();
          else if (change === "open again") {
            screen[Symbol.dispose]();
            screen = open();
            screen.look();
          } else if ("columns" in change) screen.resize(offset, change.columns, change.rows);
          else {
            const added = change.map((length, index) => `<${lines.length + index}>`.padEnd(length, "."));
            lines.push(...added);
            const bytes = Buffer.from(added.map((line) => `${line}\r\n`).join(""));
            appendFileSync(segmentPath(folder, 0, "output"), bytes);
            offset += bytes.byteLength;
            screen.advance(offset);
          }
          catchUp(screen);
        }
        const { rows } = await readRows(folder, screen, 0, 10_000, async () => {});
        const all = [...rows, ...readScreen(screen).rows];
        const text = all.map((row) => (row.wrapped ? "" : "\n") + row.text).join("");
        expect(text.trim().split("\n")).toEqual(lines.length === 0 ? [""] : lines);
        screen[Symbol.dispose]();
      }),
      { numRuns: 200 },
    );
  }, 60_000);

  test("a window that is dragged while nothing is printed leaves one keyframe", () => {
    const output = Array.from({ length: 60 }, (_value, line) => `line ${line} ${"x".repeat(50)}\r\n`).join("");
    writeFileSync(segmentPath(folder, 0, "output"), output);
    using screen = open(0);
    screen.advance(output.length);
    catchUp(screen);
    const count = () => readFileSync(segmentPath(folder, 0, "keyframes"), "utf8").split("\n").length - 1;
    const before = count();
    for (let step = 0; step < 300; step++) {
      screen.resize(output.length, 30 + ((step * 7) % 60), 5 + (step % 11));
      catchUp(screen);
    }
    expect(count()).toBe(before + 1);
  });

  test.each([
    ["a sequence", "\x1b[38;2;200", ";1;2mred"],
    ["a character", "\xe4\xbd", "\xa0red"],
    ["a title", "\x1b]0;a very", " long title\x07red"],
  ])("what is left of %s when the segment it began in was dropped is no text", (_what, head, tail) => {
    writeFileSync(segmentPath(folder, 0, "output"), Buffer.from(`one ${head}`, "latin1"));
    const start = 4 + head.length;
    writeFileSync(segmentPath(folder, start, "output"), Buffer.from(tail, "latin1"));
    using screen = open(0);
    screen.advance(start + 2);
    catchUp(screen);
    screen.freeze();
    screen.advance(start + tail.length);
    catchUp(screen);
    const shown = screenText(screen);
    expect(shown).toMatch(/^one .?red$/);
    for (const file of ["output", "keyframes"] as const) rmSync(segmentPath(folder, 0, file));
    rmSync(join(folder, "screen.json"));
    using other = open();
    other.look();
    catchUp(other);
    expect(screenText(other)).toBe(shown);
  });

  test("goes on with what came as bytes behind a gap, before the next segment", () => {
    writeFileSync(segmentPath(folder, 0, "output"), "one ");
    writeFileSync(segmentPath(folder, 20, "output"), "three");
    using screen = open(0);
    screen.advance(14, Buffer.from("two "));
    screen.advance(25);
    catchUp(screen);
    expect(screenText(screen)).toBe("one two three");
  });

  test("goes on behind a segment that was dropped meanwhile", () => {
    writeFileSync(segmentPath(folder, 0, "output"), "one ");
    writeFileSync(segmentPath(folder, 4, "output"), "two");
    using screen = open(0);
    const [first] = listSegments(folder);
    screen.look();
    rmSync(segmentPath(folder, 0, "output"));
    screen.advance(7);
    catchUp(screen);
    expect(screenText(screen)).toBe("two");
    expect(first && readOutput(folder, first, 0, 4)).toEqual(new Uint8Array(0));
  });
});
