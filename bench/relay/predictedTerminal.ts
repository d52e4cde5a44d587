import headless from "@xterm/headless";
import type { Connection } from "#renderer/connection/connection.ts";
import { createPredictor } from "#renderer/features/sessions/terminal/prediction.ts";
import { createPredictionScreen } from "#renderer/features/sessions/terminal/predictionBuffer.ts";
import type { StreamStep } from "#renderer/features/sessions/terminal/streamReader.ts";
import { benchSize } from "../hosts/host.ts";
import { followTerminal } from "../phones/followTerminal.ts";
import { createOverlayWatch } from "./overlayWatch.ts";

/** A page draws that often. */
const frameMs = 1_000 / 60;

/** A terminal on a phone with predictive echo, drawn by nobody. */
export interface PredictedTerminal extends Disposable {
  type(key: string): void;
  /** The text of the cursor's row up to the cursor. */
  row(): string;
  readonly watch: ReturnType<typeof createOverlayWatch>;
}

/** Shows a session with the page's own engine, fed with what the connection measures. */
export function openPredictedTerminal(connection: Connection, session: string): PredictedTerminal {
  const terminal = new headless.Terminal({
    cols: benchSize.columns,
    rows: benchSize.rows,
    scrollback: 1_000,
    allowProposedApi: true,
  });
  const screen = createPredictionScreen(terminal);
  const predictor = createPredictor(screen);
  const watch = createOverlayWatch(screen);
  let sequence = 0;
  const show = (step: StreamStep, parsed: () => void): void => {
    if (step.kind === "restore") {
      terminal.reset();
      terminal.resize(step.columns, step.rows);
      terminal.write(step.state, () => {
        predictor.reset(sequence);
        parsed();
      });
    } else if (step.kind === "write") {
      const { byteLength } = step.bytes;
      terminal.write(step.bytes, () => {
        predictor.parsed(byteLength, performance.now());
        parsed();
      });
    }
  };
  const follower = followTerminal(connection, {
    session,
    follow: "live",
    onStep: show,
    onFrame: (frame) => frame.kind === "inputDone" && predictor.acknowledged(frame.sequence, performance.now()),
  });
  const stopMeasuring = connection.roundTrip.subscribe((milliseconds) => predictor.setRoundTrip(milliseconds));
  const frames = setInterval(() => {
    const now = performance.now();
    predictor.tick(now);
    watch.frame(predictor.overlay, now);
  }, frameMs);

  return {
    watch,
    type(key) {
      const now = performance.now();
      sequence = follower.type(Buffer.from(key));
      predictor.typed(key, sequence, now);
      watch.typed(now);
    },
    row() {
      const { active } = terminal.buffer;
      return active.getLine(active.baseY + active.cursorY)?.translateToString(false, 0, active.cursorX) ?? "";
    },
    [Symbol.dispose]() {
      clearInterval(frames);
      stopMeasuring();
      follower[Symbol.dispose]();
      screen[Symbol.dispose]();
      terminal.dispose();
    },
  };
}
