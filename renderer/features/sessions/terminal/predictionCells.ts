/** What is on the terminal, as the engine asks for it. Rows count from the top of the visible screen. */
export interface PredictionScreen {
  readonly columns: number;
  readonly rows: number;
  readonly cursor: { readonly row: number; readonly column: number };
  /** The alternate screen belongs to programs that draw all of it themselves. */
  readonly isAlternate: boolean;
  readonly isCursorHidden: boolean;
  /** The character in a cell; a space for an empty one. */
  cell(row: number, column: number): string;
  /** Grows when rows leave the screen at the top: what was in row 5 is then in row 4. */
  readonly scrolled: number;
}

/** A tool that echoes does so at once; after this time without it, it does not. A busy machine is given some. Milliseconds. */
export const echoWithinMs = 250;
/** Without a word from the server for this long, what is shown is not believed any more. */
export const lostAfterMs = 3000;
/** Nobody types so far ahead; beyond it nothing is added. */
const maximumPending = 200;

/** A cell by its line since the terminal began, which names the same line after the screen has scrolled. */
export interface Position {
  readonly line: number;
  readonly column: number;
}

export interface Prediction extends Position {
  /** What the cell will hold; a space where a character is taken back. */
  readonly text: string;
  /** Where the cursor will be then. */
  readonly cursorColumn: number;
  /** What the cell may hold until it is confirmed: what was there first, then what was expected there before. */
  readonly allowed: readonly string[];
  readonly sequence: number;
  readonly typedAt: number;
  acknowledgedAt: number | null;
}

/** `wrong`: at least one guess does not hold. `proven`: an echo was seen that changed its cell. */
export type Verdict = "wrong" | "proven" | "open";

/** The cells that are expected to change, in the order in which they were typed. */
export interface PredictionCells {
  readonly pending: readonly Prediction[];
  /** Where the cursor will be when all has come true. */
  readonly cursor: Position;
  /** Expects a character at the cursor; false where nobody can say what it will do. */
  type(character: string, sequence: number, now: number): boolean;
  /** Expects the character before the cursor to go; false unless it was typed since `clear`. */
  erase(sequence: number, now: number): boolean;
  acknowledged(sequence: number, now: number): void;
  /** Holds the guesses against the screen, oldest first, and drops those that came true. */
  judge(now: number): Verdict;
  clear(): void;
}

export function createPredictionCells(screen: PredictionScreen): PredictionCells {
  let pending: Prediction[] = [];
  /** Where typing began: nothing before it is erased by guess. */
  let begin: Position | null = null;
  /** Where the last guess that came true left the cursor, or the first one found it. */
  let settled: Position | null = null;
  /** How far to the right the cursor may have come since typing began. */
  let furthest = 0;

  const real = (): Position => ({ line: screen.scrolled + screen.cursor.row, column: screen.cursor.column });
  const cursor = (): Position => {
    const last = pending.at(-1);
    return last ? { line: last.line, column: last.cursorColumn } : real();
  };
  const cellAt = ({ line, column }: Position): string => {
    const row = line - screen.scrolled;
    return row < 0 || row >= screen.rows ? "" : screen.cell(row, column);
  };
  const isSame = (one: Position, other: Position): boolean => one.line === other.line && one.column === other.column;
  /** Text to the right of the cursor moves in a way that only the tool knows. */
  const isBlankFrom = ({ line, column }: Position): boolean => {
    for (let at = column; at < screen.columns; at += 1) {
      const cell = { line, column: at };
      if (!pending.some((other) => isSame(other, cell)) && cellAt(cell) !== " ") return false;
    }
    return true;
  };
  const expectAt = (at: Position, text: string, cursorColumn: number, sequence: number, now: number): void => {
    const earlier = pending.filter((other) => isSame(other, at));
    const allowed = [...earlier.flatMap((other) => other.allowed), cellAt(at), ...earlier.map((other) => other.text)];
    if (pending.length === 0) settled = at.column < cursorColumn ? at : real();
    furthest = Math.max(furthest, at.column + 1);
    pending = pending.filter((other) => !earlier.includes(other));
    pending.push({ ...at, text, cursorColumn, allowed, sequence, typedAt: now, acknowledgedAt: null });
  };
  /** Where output has moved the cursor since, typing begins anew. */
  const checkBegin = (): void => {
    if (pending.length > 0 || !settled || isSame(settled, real())) return;
    begin = null;
    furthest = 0;
  };
  /** Output that is no echo moves the cursor elsewhere, even where it leaves the cells as they were. */
  const hasGoneAstray = (): boolean => {
    const at = real();
    const columns = [...pending.map(({ cursorColumn }) => cursorColumn), settled?.column ?? 0];
    return at.line !== pending[0]?.line || at.column < Math.min(...columns) || at.column > furthest;
  };
  /** The cell alone may look right by chance: the cursor must have gone there, too. */
  const hasComeTrue = ({ line, column, text, cursorColumn, acknowledgedAt }: Prediction): boolean => {
    if (acknowledgedAt === null || cellAt({ line, column }) !== text) return false;
    const at = real();
    return at.line > line || (cursorColumn > column ? at.column > column : at.column >= cursorColumn);
  };
  const isWrong = (prediction: Prediction, now: number): boolean => {
    const { allowed, text, acknowledgedAt, typedAt } = prediction;
    const shown = cellAt(prediction);
    return (
      (shown !== text && !allowed.includes(shown)) ||
      (acknowledgedAt !== null && now - acknowledgedAt >= echoWithinMs) ||
      now - typedAt >= lostAfterMs
    );
  };

  return {
    get pending() {
      return pending;
    },
    get cursor() {
      return cursor();
    },
    type: (character, sequence, now) => {
      checkBegin();
      const at = cursor();
      // The last column wraps in more than one way.
      if (pending.length >= maximumPending || at.column >= screen.columns - 1 || !isBlankFrom(at)) return false;
      begin ??= at;
      expectAt(at, character, at.column + 1, sequence, now);
      return true;
    },
    erase: (sequence, now) => {
      checkBegin();
      const at = cursor();
      if (!begin || at.line !== begin.line || at.column <= begin.column || !isBlankFrom(at)) return false;
      expectAt({ line: at.line, column: at.column - 1 }, " ", at.column - 1, sequence, now);
      return true;
    },
    acknowledged: (sequence, now) => {
      for (const prediction of pending) if (prediction.sequence <= sequence) prediction.acknowledgedAt ??= now;
    },
    judge: (now) => {
      let verdict: Verdict = "open";
      for (;;) {
        const [first] = pending;
        if (!first) return verdict;
        if (!hasComeTrue(first)) return isWrong(first, now) || hasGoneAstray() ? "wrong" : verdict;
        // What was there before proves nothing.
        if (first.allowed[0] !== first.text) verdict = "proven";
        settled = { line: first.line, column: first.cursorColumn };
        pending = pending.slice(1);
      }
    },
    clear: () => {
      pending = [];
      furthest = 0;
      begin = null;
      settled = null;
    },
  };
}
