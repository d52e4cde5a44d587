import type { Terminal } from "@xterm/xterm";
import type { Connection } from "../../../connection/connection.ts";
import { createPredictionControl, type TypingListener } from "./predictionControl.ts";
import { createPredictionOverlay } from "./predictionOverlay.ts";

/** What stands beside a terminal on the page: guesses of what typing will show, drawn over it. */
export function createPredictedTyping(
  terminal: Terminal,
  { roundTrip, measured, probe }: Pick<Connection, "roundTrip" | "measured" | "probe">,
): TypingListener {
  const overlay = createPredictionOverlay(terminal);
  const now = (): number => performance.now();
  const control = createPredictionControl({ terminal, roundTrip, measured, probe, draw: overlay.draw, now });
  return {
    ...control,
    [Symbol.dispose]: () => {
      control[Symbol.dispose]();
      overlay[Symbol.dispose]();
    },
  };
}
