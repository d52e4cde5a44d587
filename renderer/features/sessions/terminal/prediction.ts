import { createPredictionCells, echoWithinMs, lostAfterMs, type PredictionScreen } from "./predictionCells.ts";

/** What is to be drawn over the terminal now, by rows of the visible screen. */
export interface Overlay {
  readonly cells: readonly { readonly row: number; readonly column: number; readonly text: string }[];
  /** Where the cursor will be; null while nothing is shown before its time. */
  readonly cursor: { readonly row: number; readonly column: number } | null;
}

export interface Predictor {
  /** Input was sent; `sequence` is the number of its last frame. Times are milliseconds of one clock that only grows. */
  typed(data: string, sequence: number, now: number): void;
  /** The tool has everything up to `sequence`. */
  acknowledged(sequence: number, now: number): void;
  /** So many bytes of output were parsed: the screen shows them now. */
  parsed(bytes: number, now: number): void;
  /** Another size, a snapshot, a new link: nothing that was expected holds. `lastSequence` is the last one whose fate is known. */
  reset(lastSequence: number): void;
  /** Time went by. The result says when to call again at the latest; null when nothing waits. */
  tick(now: number): number | null;
  /** The smoothed time to the server and back in milliseconds; null while unknown. */
  setRoundTrip(milliseconds: number | null): void;
  readonly overlay: Overlay;
}

/** On above this, off below the other: in between it stays as it is, so that it does not come and go. Milliseconds. */
export const predictAboveMs = 80;
export const predictBelowMs = 60;
/** More output than this within the time is no echo: what is on the screen moves under the cursor. */
export const floodBytes = 4096;
const floodWithinMs = 200;
export const calmAfterMs = 400;

const nothing: Overlay = { cells: [], cursor: null };

/** A key that may change what the tool does with typing; what comes after it is judged anew once this one has come back. */
interface Barrier {
  readonly sequence: number;
  acknowledgedAt: number | null;
  /** Plain typing since then: expected where the cursor is when the barrier falls. */
  readonly ahead: { readonly data: string; readonly sequence: number }[];
}

/**
 * Guesses what typing will show, as mosh does: characters appear where the cursor will be, and every guess is held against what the
 * server's output really puts there. Nothing is shown before an echo has been seen since the last key that may have changed what the
 * tool does with typing (Enter, an arrow, a control key): so a password never appears. One wrong guess takes all back.
 */
export function createPredictor(screen: PredictionScreen): Predictor {
  const cells = createPredictionCells(screen);
  let isSlow = false;
  let isProven = false;
  let barrier: Barrier | null = null;
  let sent = 0;
  let acknowledged = 0;
  let recent: { readonly at: number; readonly bytes: number }[] = [];
  let floodedUntil = Number.NEGATIVE_INFINITY;

  const raise = (sequence: number, now: number): void => {
    barrier = { sequence, acknowledgedAt: sequence <= acknowledged ? now : null, ahead: [] };
  };
  /** Takes everything back; what is in flight cannot be guessed any more. */
  const mistrust = (now: number): void => {
    cells.clear();
    isProven = false;
    barrier = null;
    if (sent > acknowledged) raise(sent, now);
  };
  const isOutOfBounds = (now: number): boolean => now < floodedUntil || screen.isAlternate || screen.isCursorHidden;
  const judge = (now: number): void => {
    const verdict = isOutOfBounds(now) ? "wrong" : cells.judge(now);
    if (verdict === "wrong") mistrust(now);
    if (verdict === "proven") isProven = true;
  };
  const guess = (data: string, sequence: number, now: number): void => {
    for (const character of data) {
      const isGuessed = isErase(character)
        ? cells.erase(sequence, now)
        : isPrintable(character) && cells.type(character, sequence, now);
      if (isGuessed) continue;
      raise(sequence, now);
      return;
    }
  };
  /** Once the key has come back and the tool has answered it, or had time to. */
  const lowerBarrier = (now: number, hasOutput: boolean): void => {
    const fallen = barrier;
    if (!fallen || fallen.acknowledgedAt === null || isOutOfBounds(now)) return;
    if (!hasOutput && now - fallen.acknowledgedAt < echoWithinMs) return;
    barrier = null;
    cells.clear();
    isProven = false;
    for (const { data, sequence } of fallen.ahead) if (sequence > acknowledged) guess(data, sequence, now);
  };

  return {
    typed: (data, sequence, now) => {
      sent = sequence;
      if (!isSlow) return;
      judge(now);
      lowerBarrier(now, false);
      if (isOutOfBounds(now)) raise(sequence, now);
      else if (barrier === null) guess(data, sequence, now);
      else if (isPlain(data)) barrier.ahead.push({ data, sequence });
      else raise(sequence, now);
    },
    acknowledged: (sequence, now) => {
      acknowledged = Math.max(acknowledged, sequence);
      cells.acknowledged(sequence, now);
      if (barrier && barrier.sequence <= acknowledged) barrier.acknowledgedAt ??= now;
      if (isSlow) judge(now);
    },
    parsed: (bytes, now) => {
      recent = [...recent.filter(({ at }) => now - at < floodWithinMs), { at: now, bytes }];
      if (recent.reduce((sum, part) => sum + part.bytes, 0) > floodBytes) floodedUntil = now + calmAfterMs;
      if (!isSlow) return;
      judge(now);
      lowerBarrier(now, true);
    },
    reset: (lastSequence) => {
      cells.clear();
      isProven = false;
      barrier = null;
      sent = Math.max(sent, lastSequence);
      acknowledged = sent;
    },
    tick: (now) => {
      if (!isSlow) return null;
      judge(now);
      lowerBarrier(now, false);
      const [first] = cells.pending;
      const waits = [
        ...(first ? [first.typedAt + lostAfterMs] : []),
        ...(first && first.acknowledgedAt !== null ? [first.acknowledgedAt + echoWithinMs] : []),
        ...(barrier !== null && barrier.acknowledgedAt !== null ? [barrier.acknowledgedAt + echoWithinMs] : []),
      ].filter((at) => at > now);
      return waits.length === 0 ? null : Math.min(...waits);
    },
    setRoundTrip: (milliseconds) => {
      const before = isSlow;
      isSlow = milliseconds !== null && milliseconds > (before ? predictBelowMs : predictAboveMs);
      // In both directions: guesses of before are not kept, and what is in flight was never guessed.
      if (before !== isSlow) mistrust(0);
    },
    get overlay() {
      if (!isProven || cells.pending.length === 0) return nothing;
      const { scrolled, rows } = screen;
      const shown = cells.pending
        .map(({ line, column, text }) => ({ row: line - scrolled, column, text }))
        .filter(({ row }) => row >= 0 && row < rows);
      const { line, column } = cells.cursor;
      return { cells: shown, cursor: { row: line - scrolled, column } };
    },
  };
}

/** Of one cell's width in every terminal: Latin letters, digits, signs. */
function isPrintable(character: string): boolean {
  const code = character.codePointAt(0) ?? 0;
  return (code >= 0x20 && code < 0x7f) || (code >= 0xa1 && code < 0x300 && code !== 0xad);
}

function isErase(character: string): boolean {
  return character === "\x7f" || character === "\b";
}

function isPlain(data: string): boolean {
  return [...data].every((character) => isPrintable(character) || isErase(character));
}
