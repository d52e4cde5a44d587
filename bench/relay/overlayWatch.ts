import type { Overlay } from "#renderer/features/sessions/terminal/prediction.ts";

/** What became of the guesses that were seen. */
export interface OverlayReport {
  /** From each key to its character on the screen, where it was shown before its echo and as soon as it was typed. */
  readonly shownMs: readonly number[];
  /** From the same keys to their real echo. */
  readonly echoMs: readonly number[];
  readonly confirmed: number;
  readonly takenBack: number;
}

/** What is real below the overlay; `scrolled` as the engine's screen has it. */
interface Below {
  readonly scrolled: number;
  cell(row: number, column: number): string;
}

interface Guess {
  readonly line: number;
  readonly column: number;
  readonly text: string;
  readonly typedAt: number;
}

/**
 * Looks at the overlay once a frame, as an eye does, and finds out of each guess whether it came true. Only characters that appear in
 * the first frame after their key count as shown: what appears later waited for the proof that the tool echoes.
 */
export function createOverlayWatch(below: Below) {
  const seen = new Map<string, Guess>();
  const latest = new Map<string, string>();
  const report = { shownMs: [] as number[], echoMs: [] as number[], confirmed: 0, takenBack: 0 };
  let typedAt: number | null = null;

  return {
    typed(now: number): void {
      typedAt = now;
    },
    frame({ cells }: Overlay, now: number): void {
      const drawn = new Set<string>();
      const fresh: [string, Guess][] = [];
      for (const { row, column, text } of cells) {
        const line = row + below.scrolled;
        const name = `${line} ${column} ${text}`;
        drawn.add(name);
        latest.set(`${line} ${column}`, text);
        if (!seen.has(name)) fresh.push([name, { line, column, text, typedAt: typedAt ?? Number.NaN }]);
      }
      const [first] = fresh;
      if (first && fresh.length === 1 && typedAt !== null) report.shownMs.push(now - typedAt);
      for (const [name, guess] of fresh) {
        seen.set(name, fresh.length === 1 ? guess : { ...guess, typedAt: Number.NaN });
      }
      typedAt = null;
      for (const [name, guess] of seen) {
        if (drawn.has(name)) continue;
        seen.delete(name);
        const real = below.cell(guess.line - below.scrolled, guess.column);
        // A letter that was typed and erased at once comes true as a space.
        const isTrue = real === guess.text || real === latest.get(`${guess.line} ${guess.column}`);
        if (isTrue) report.confirmed += 1;
        else report.takenBack += 1;
        if (isTrue && !Number.isNaN(guess.typedAt)) report.echoMs.push(now - guess.typedAt);
      }
    },
    /** How many guesses are drawn now. */
    get drawnCount(): number {
      return seen.size;
    },
    report: report as OverlayReport,
  };
}
