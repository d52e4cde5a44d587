import { expect, test } from "vitest";
import type { LogEntry } from "#shared/contract/system.ts";
import { keyedEntries } from "./keyedEntries.ts";

function entry(time: number, message: string): LogEntry {
  return { time, level: "info", part: "core", message, context: {} };
}

test("an opened log entry stays the same one when newer entries come in, even among its likes", () => {
  const before = [entry(2, "b"), entry(1, "a"), entry(1, "a")];
  const after = [entry(3, "c"), entry(2, "b"), ...before];
  const keys = keyedEntries(before).map(({ key }) => key);
  expect(new Set(keys).size).toBe(3);
  expect(
    keyedEntries(after)
      .map(({ key }) => key)
      .slice(-3),
  ).toEqual(keys);
});
