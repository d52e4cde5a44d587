import { appendFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { deleteSegment, segmentPath } from "../history/segments.ts";
import { type Keyframe, Keyframes } from "./keyframes.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "keyframes-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function frame(offset: number, firstRow: number, state = `at ${offset}`): Keyframe {
  return { offset, firstRow, state, time: 1, columns: 80, rows: 24 };
}

function addSegment(start: number, ...frames: Keyframe[]): void {
  writeFileSync(segmentPath(folder, start, "output"), "x");
  const keyframes = new Keyframes(folder);
  for (const each of frames) keyframes.append(start, each);
}

describe("keyframes", () => {
  test("finds the one before an offset, and the one a row belongs to, in whichever segment", () => {
    addSegment(0, frame(0, 0), frame(50, 10));
    addSegment(100, frame(100, 20), frame(150, 30));
    const keyframes = new Keyframes(folder);
    expect(keyframes.at(99)?.offset).toBe(50);
    expect(keyframes.at(1000)?.offset).toBe(150);
    expect(keyframes.owner(12)).toMatchObject({ frame: { offset: 50 }, until: 100, endRow: 20 });
    expect(keyframes.owner(30)).toMatchObject({ frame: { state: "at 150" }, endRow: Number.POSITIVE_INFINITY });
    expect(keyframes.first()?.offset).toBe(0);
  });

  test("a row that came back to the screen belongs to the keyframe that wrapped it anew", () => {
    addSegment(0, frame(0, 0), frame(50, 30), frame(60, 10));
    const keyframes = new Keyframes(folder);
    expect(keyframes.owner(35)?.frame.offset).toBe(60);
    expect(keyframes.owner(5)).toMatchObject({ frame: { offset: 0 }, until: 50, endRow: 10 });
  });

  test("reads no more segments than it needs, and those once", () => {
    addSegment(0, frame(0, 0));
    addSegment(100, frame(100, 20), frame(150, 30));
    // Whoever read this would fail.
    rmSync(segmentPath(folder, 0, "keyframes"));
    mkdirSync(segmentPath(folder, 0, "keyframes"));
    const keyframes = new Keyframes(folder);
    expect(keyframes.at(500)?.offset).toBe(150);
    expect(keyframes.owner(25)?.frame.offset).toBe(100);
    expect(() => keyframes.at(50)).toThrow("EISDIR");
    appendFileSync(segmentPath(folder, 100, "keyframes"), `${JSON.stringify(frame(160, 40))}\n`);
    expect(keyframes.at(500)?.offset).toBe(150);
  });

  test("keeps one of many at the same place, unless the earlier one has rows of its own", () => {
    addSegment(0, frame(10, 5, "one"), frame(10, 5, "two"), frame(10, 3, "three"), frame(10, 4, "four"));
    const states = readFileSync(segmentPath(folder, 0, "keyframes"), "utf8")
      .trimEnd()
      .split("\n");
    expect(states.map((line) => JSON.parse(line).state)).toEqual(["three", "four"]);
    const keyframes = new Keyframes(folder);
    expect(keyframes.owner(3)).toMatchObject({ frame: { state: "three" }, endRow: 4 });
    expect(keyframes.owner(9)?.frame.state).toBe("four");
  });

  test("writes over what a crash cut off", () => {
    addSegment(0, frame(0, 0));
    appendFileSync(segmentPath(folder, 0, "keyframes"), '{"offset":50,"fir');
    expect(new Keyframes(folder).at(99)?.offset).toBe(0);
    new Keyframes(folder).append(0, frame(70, 7));
    expect(new Keyframes(folder).at(99)?.offset).toBe(70);
  });

  test("knows nothing of dropped segments", () => {
    addSegment(0, frame(0, 0));
    addSegment(100, frame(100, 20));
    const keyframes = new Keyframes(folder);
    expect(keyframes.firstRow).toBe(0);
    deleteSegment(folder, 0);
    expect(keyframes.firstRow).toBe(20);
    expect(keyframes.owner(5)).toBeUndefined();
  });
});
