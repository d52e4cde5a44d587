import { expect, it } from "vitest";
import { parseProcessorMs, processorMs } from "./processor.ts";

it("reads the times of a process whose name holds brackets and spaces", () => {
  const stat = "42 (node (a) b) S 1 42 42 0 -1 4194304 500 0 0 0 321 79 0 0 20 0 11 0 100 200 300";
  expect(parseProcessorMs(stat)).toBe(4_000);
});

it("sees work", async () => {
  const before = await processorMs(process.pid);
  const end = performance.now() + 200;
  while (performance.now() < end);
  expect(await processorMs(process.pid)).toBeGreaterThan(before);
});
