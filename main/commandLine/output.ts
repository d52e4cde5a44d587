import type { Language } from "#shared/errors/errorTexts.ts";
import { languageOf } from "../core/language.ts";

/** Where a command speaks: answers to stdout, everything else to stderr. */
export interface Output {
  readonly language: Language;
  /** A line of the answer. */
  line(text: string): void;
  /** A line beside the answer: progress, warnings, errors. */
  note(text: string): void;
}

export function createOutput(environment: Readonly<Record<string, string | undefined>>): Output {
  return {
    language: languageOf(environment),
    line: (text) => void process.stdout.write(`${text}\n`),
    note: (text) => void process.stderr.write(`${text}\n`),
  };
}

/** Columns aligned by what they show; wide characters (Chinese, emoji) take two cells. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_cell, column) => Math.max(...rows.map((row) => cellsOf(row[column] ?? ""))));
  return rows.map((row) =>
    row
      .map((cell, column) =>
        column === row.length - 1 ? cell : cell + " ".repeat((widths[column] ?? 0) - cellsOf(cell)),
      )
      .join("  ")
      .trimEnd(),
  );
}

function cellsOf(text: string): number {
  let cells = 0;
  for (const character of text)
    cells +=
      /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/u.test(
        character,
      )
        ? 2
        : 1;
  return cells;
}
