import { type BenchCase, countUnits, type FigureKind } from "./benchmark.ts";
import type { Machine } from "./machine.ts";
import { median } from "./statistics.ts";

/** What the rounds of a case gave, by subject and figure. */
export type Rounds = Readonly<Record<"quarterdeck" | "bare", readonly Readonly<Record<string, number>>[]>>;

export interface FigureReport {
  readonly key: string;
  readonly title: string;
  readonly unit: string;
  /** Medians of the rounds; null where the subject does not have this figure or was not run. */
  readonly quarterdeck: number | null;
  readonly bare: number | null;
  /** Quarterdeck's figure by the bare relay's. */
  readonly ratio: number | null;
  readonly aim: string | null;
  readonly isMet: boolean | null;
  readonly rounds: Readonly<Record<"quarterdeck" | "bare", readonly number[]>>;
}

export interface CaseReport {
  readonly benchmark: string;
  readonly case: string;
  readonly title: string;
  readonly rounds: number;
  readonly figures: readonly FigureReport[];
  readonly machine: Machine;
}

/** Medians, ratios and whether the aims are met. */
export function reportCase(benchmark: string, benchCase: BenchCase, rounds: Rounds, machine: Machine): CaseReport {
  const figures = benchCase.figures.map((kind) => reportFigure(kind, rounds));
  const count = Math.max(rounds.quarterdeck.length, rounds.bare.length);
  return { benchmark, case: benchCase.name, title: benchCase.title, rounds: count, figures, machine };
}

function reportFigure(kind: FigureKind, rounds: Rounds): FigureReport {
  const values = { quarterdeck: valuesOf(rounds.quarterdeck, kind.key), bare: valuesOf(rounds.bare, kind.key) };
  const quarterdeck = values.quarterdeck.length > 0 ? median(values.quarterdeck) : null;
  const bare = values.bare.length > 0 ? median(values.bare) : null;
  return {
    key: kind.key,
    title: kind.title,
    unit: kind.unit,
    quarterdeck,
    bare,
    ratio: quarterdeck !== null && bare !== null && bare !== 0 ? quarterdeck / bare : null,
    aim: kind.aim?.text ?? null,
    isMet: kind.aim && quarterdeck !== null ? kind.aim.isMet(quarterdeck, bare ?? undefined) : null,
    rounds: values,
  };
}

function valuesOf(rounds: readonly Readonly<Record<string, number>>[], key: string): readonly number[] {
  return rounds.map((round) => round[key]).filter((value) => value !== undefined);
}

/** The reports as a table for people. */
export function formatTable(reports: readonly CaseReport[], machine: Machine): string {
  const head = ["", "Quarterdeck", "bare", "ratio", "aim", ""];
  const rows: string[][] = [];
  for (const report of reports) {
    rows.push([report.title]);
    for (const figure of report.figures) {
      const met = figure.isMet === null ? "" : figure.isMet ? "met" : "MISSED";
      const ratio = figure.ratio === null ? "" : `${figure.ratio.toFixed(2)}×`;
      rows.push([
        `  ${figure.title}`,
        quantity(figure.quarterdeck, figure.unit),
        quantity(figure.bare, figure.unit),
        ratio,
        figure.aim ?? "",
        met,
      ]);
    }
  }
  const widths = head.map((_, column) =>
    Math.max(...[head, ...rows].filter((row) => row.length > 1).map((row) => row[column]?.length ?? 0)),
  );
  const line = (row: readonly string[]) =>
    row
      .map((text, column) =>
        column === 0 || column > 3 ? text.padEnd(widths[column] ?? 0) : text.padStart(widths[column] ?? 0),
      )
      .join("  ")
      .trimEnd();
  const { processor, cores, memoryGb, system, node, loadBefore } = machine;
  const place = `${processor}, ${cores} cores, ${memoryGb} GB, ${system}, Node ${node}, load before ${loadBefore.toFixed(2)}`;
  return [place, "", line(head), ...rows.map((row) => (row.length === 1 ? (row[0] ?? "") : line(row)))].join("\n");
}

function quantity(value: number | null, unit: string): string {
  if (value === null) return "–";
  const digits = countUnits.some((each) => each === unit) ? 0 : Math.abs(value) < 10 ? 2 : 1;
  return `${value.toFixed(digits)} ${unit}`;
}
