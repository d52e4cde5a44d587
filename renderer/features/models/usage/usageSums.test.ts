import { expect, test } from "vitest";
import { localDay, sumsByDay, sumsByModel } from "./usageSums.ts";

const entry = (day: string, model: string, tokens: number, cost: number | null) => ({
  day,
  model,
  calls: 1,
  inputTokens: tokens,
  outputTokens: 1,
  cost,
});
const days = [
  entry("2026-03-01", "small", 10, null),
  entry("2026-03-01", "large", 100, 0.5),
  entry("2026-02-28", "large", 5, 0.25),
];

test("usage is summed by model, and a model without prices costs nothing known", () => {
  expect(sumsByModel(days)).toEqual([
    { model: "large", calls: 2, inputTokens: 105, outputTokens: 2, cost: 0.75 },
    { model: "small", calls: 1, inputTokens: 10, outputTokens: 1, cost: null },
  ]);
});

test("every day has its place, across the end of a month, and days without use are empty", () => {
  const sums = sumsByDay(days, "2026-03-01", 3);
  expect(sums.map(({ day, inputTokens }) => [day, inputTokens])).toEqual([
    ["2026-02-27", 0],
    ["2026-02-28", 5],
    ["2026-03-01", 110],
  ]);
  expect(localDay(new Date(2026, 0, 5, 23, 59))).toBe("2026-01-05");
});
