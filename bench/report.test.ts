import { describe, expect, it } from "vitest";
import { atLeastOfBare, atMost, type BenchCase, exactly } from "./benchmark.ts";
import { colouredLines, plainLine } from "./lines.ts";
import { formatTable, reportCase } from "./report.ts";
import { median, percentile } from "./statistics.ts";

const machine = { processor: "Test", cores: 2, memoryGb: 8, system: "Test", node: "v24", loadBefore: 0 };
const benchCase: BenchCase = {
  name: "echo",
  title: "Echo",
  figures: [
    { key: "p99", title: "p99", unit: "ms", aim: atMost(10, "ms") },
    {
      key: "speed",
      title: "speed",
      unit: "MB/s",
      aim: atLeastOfBare(0.5),
    },
  ],
  run: async () => ({}),
};

describe("a benchmark's report", () => {
  it("takes medians, compares with the bare relay, and judges the aims", () => {
    const rounds = {
      quarterdeck: [
        { p99: 30, speed: 40 },
        { p99: 9, speed: 60 },
        { p99: 8, speed: 50 },
      ],
      bare: [{ p99: 3, speed: 120 }],
    };
    const { figures } = reportCase("terminal", benchCase, rounds, machine);
    expect(figures).toMatchObject([
      { key: "p99", quarterdeck: 9, bare: 3, ratio: 3, isMet: true, rounds: { quarterdeck: [30, 9, 8] } },
      { key: "speed", quarterdeck: 50, bare: 120, isMet: false },
    ]);
  });

  it("does not claim that an aim is met or missed where it cannot be told", () => {
    const { figures } = reportCase("terminal", benchCase, { quarterdeck: [{ p99: 11, speed: 50 }], bare: [] }, machine);
    expect(figures.map(({ isMet, ratio }) => ({ isMet, ratio }))).toEqual([
      { isMet: false, ratio: null },
      { isMet: null, ratio: null },
    ]);
  });

  it("takes an exact number for nothing else", () => {
    const figures = [{ key: "items", title: "delivered", unit: "items" as const, aim: exactly(100, "items") }];
    const judge = (items: number) =>
      reportCase("relay", { ...benchCase, figures }, { quarterdeck: [{ items }], bare: [] }, machine).figures[0]?.isMet;
    expect([99, 100, 101].map(judge)).toEqual([false, true, false]);
  });

  it("says in the table what was missed", () => {
    const report = reportCase("terminal", benchCase, { quarterdeck: [{ p99: 11 }], bare: [{ p99: 5.5 }] }, machine);
    const line = formatTable([report], machine)
      .split("\n")
      .find((text) => text.includes("p99"));
    expect(line?.split(/\s{2,}/)).toEqual(["", "p99", "11.0 ms", "5.50 ms", "2.00×", "≤ 10 ms", "MISSED"]);
  });
});

describe("statistics", () => {
  it("finds the middle and the high end", () => {
    expect(median([5, 1, 9])).toBe(5);
    expect(median([1, 2, 3, 10])).toBe(2.5);
    const values = Array.from({ length: 400 }, (_, index) => index + 1);
    expect(percentile(values, 0.99)).toBe(396);
    expect(percentile([7], 0.99)).toBe(7);
  });
});

describe("coloured lines", () => {
  it("are whole, numbered, and no wider than the benchmarked terminal", () => {
    const lines = colouredLines({ bytes: 2_000_000 }).toString("utf8").split("\r\n");
    expect(lines.at(-1)).toBe("");
    // biome-ignore lint/suspicious/noControlCharactersInRegex: ESC is what begins a colour.
    const plain = lines.slice(0, -1).map((line) => line.replace(/\x1b\[[0-9;]*m/g, ""));
    plain.forEach((line, number) => {
      expect(line).toBe(plainLine(number));
    });
    expect(Math.max(...plain.map((line) => line.length))).toBeLessThan(110);
  });

  it("come in the number that is asked for", () => {
    expect(colouredLines({ count: 12_345 }).toString("utf8").split("\r\n")).toHaveLength(12_346);
  });
});
