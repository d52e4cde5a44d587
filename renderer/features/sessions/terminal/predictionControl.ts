import type { StoreApi } from "zustand/vanilla";
import { createPredictor, type Overlay } from "./prediction.ts";
import { createPredictionScreen, type PredictedTerminal } from "./predictionBuffer.ts";

/** What the feed tells about typing and its answers. */
export interface TypingListener extends Disposable {
  /** Input left; `sequence` is the number of its last frame. */
  typed(bytes: Uint8Array, sequence: number): void;
  acknowledged(sequence: number): void;
  /** So many bytes of output are on the screen now. */
  parsed(bytes: number): void;
  /** What was on the screen or on its way no longer holds; `sequence` is the last number that was given. */
  reset(sequence: number): void;
}

export interface PredictionControlDeps {
  readonly terminal: PredictedTerminal;
  /** The smoothed time to the server and back in milliseconds; null while unknown. */
  readonly roundTrip: StoreApi<number | null>;
  /** Typing that was answered is the best measure of it. */
  readonly measured: (milliseconds: number) => void;
  /** Asks whether the connection is still there: typing should have been answered long ago. */
  readonly probe: () => void;
  readonly draw: (overlay: Overlay) => void;
  readonly now: () => number;
}

/** Typing that was not acknowledged after this makes the link suspect. Milliseconds. */
const lateAfterMs = 2000;

/** Runs the engine beside a terminal: feeds it time, draws what it guesses, and learns from typing how slow the link is. */
export function createPredictionControl(deps: PredictionControlDeps): TypingListener {
  const { terminal, roundTrip, measured, probe, draw, now } = deps;
  const screen = createPredictionScreen(terminal);
  const predictor = createPredictor(screen);
  const decoder = new TextDecoder();
  const sentAt = new Map<number, number>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let lateTimer: ReturnType<typeof setTimeout> | undefined;

  const update = (): void => {
    clearTimeout(timer);
    const due = predictor.tick(now());
    if (due !== null) timer = setTimeout(update, Math.max(due - now(), 1));
    draw(predictor.overlay);
  };
  const watchForLate = (): void => {
    lateTimer ??= setTimeout(() => {
      lateTimer = undefined;
      const [oldest] = sentAt.values();
      if (oldest === undefined) return;
      if (now() - oldest >= lateAfterMs) probe();
      watchForLate();
    }, lateAfterMs);
  };
  const follow = (milliseconds: number | null): void => {
    predictor.setRoundTrip(milliseconds);
    update();
  };
  const unsubscribe = roundTrip.subscribe(follow);
  follow(roundTrip.getState());

  return {
    typed: (bytes, sequence) => {
      sentAt.set(sequence, now());
      watchForLate();
      predictor.typed(decoder.decode(bytes), sequence, now());
      update();
    },
    acknowledged: (sequence) => {
      const sent = sentAt.get(sequence);
      if (sent !== undefined) measured(now() - sent);
      for (const earlier of [...sentAt.keys()]) if (earlier <= sequence) sentAt.delete(earlier);
      predictor.acknowledged(sequence, now());
      update();
    },
    parsed: (bytes) => {
      predictor.parsed(bytes, now());
      update();
    },
    reset: (sequence) => {
      sentAt.clear();
      predictor.reset(sequence);
      update();
    },
    [Symbol.dispose]: () => {
      clearTimeout(timer);
      clearTimeout(lateTimer);
      unsubscribe();
      screen[Symbol.dispose]();
    },
  };
}
