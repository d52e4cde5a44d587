import type { Subject } from "./hosts/host.ts";
import type { Material } from "./lines.ts";

/** Units of what is counted: shown as whole numbers. */
export const countUnits = ["rows", "snapshots", "lines", "bytes", "items", "times"] as const;
type CountUnit = (typeof countUnits)[number];

/** One measured quantity of a case. */
export interface FigureKind {
  readonly key: string;
  readonly title: string;
  readonly unit: "ms" | "MB" | "MB/s" | "ms/s" | "%" | CountUnit;
  /** What is aimed at, and whether a value meets it; `bare` is the bare relay's value of the same run; null if it takes that one to tell. */
  readonly aim?: { readonly text: string; isMet(value: number, bare: number | undefined): boolean | null };
}

/** Aims for a limit that does not depend on the comparison. */
export function atMost(limit: number, unit: FigureKind["unit"]): NonNullable<FigureKind["aim"]> {
  return { text: `≤ ${limit} ${unit}`, isMet: (value) => value <= limit };
}

/** Aims for an exact number. */
export function exactly(count: number, unit: FigureKind["unit"]): NonNullable<FigureKind["aim"]> {
  return { text: `= ${count} ${unit}`, isMet: (value) => value === count };
}

/** Aims for a share of the bare relay's value of the same run. */
export function atLeastOfBare(share: number): NonNullable<FigureKind["aim"]> {
  return {
    text: `≥ ${share}× bare`,
    isMet: (value, bare) => (bare === undefined ? null : value >= bare * share),
  };
}

/** What the cases share: files to print, made once and removed at the end. */
export interface BenchContext {
  material(limit: { readonly count: number } | { readonly bytes: number }): Promise<Material>;
  /** The screen after a file was printed by a program that said it was ready first; worked out once. */
  screenAfterPrinting(material: Material): Promise<readonly string[]>;
}

/** One thing that is measured, on either subject, with a host of its own each time. */
export interface BenchCase {
  readonly name: string;
  readonly title: string;
  readonly figures: readonly FigureKind[];
  /** False if the bare relay has nothing like it. */
  readonly isComparable?: boolean;
  /** One round. A figure that the subject cannot have is left out. */
  run(subject: Subject, context: BenchContext): Promise<Readonly<Record<string, number>>>;
}
