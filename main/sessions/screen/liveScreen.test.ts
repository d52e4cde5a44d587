import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { listSegments, readOutput, segmentPath } from "../history/segments.ts";
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
