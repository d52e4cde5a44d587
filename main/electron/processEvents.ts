import type { Log } from "../observability/log.ts";
import { outliveOutput } from "../observability/outliveOutput.ts";
import type { Quitting } from "./quit.ts";

const signals = { SIGHUP: 1, SIGINT: 2, SIGTERM: 15 } as const;

/** The first signal ends everything in order, without asking: nobody may be there to answer. The second ends the process at once. */
export function endOnSignals(quitting: Quitting): void {
  let isEnding = false;
  for (const [signal, number] of Object.entries(signals)) {
    process.on(signal, () => {
      if (isEnding) process.exit(128 + number);
      isEnding = true;
      quitting.quitAtOnce();
    });
  }
}

/**
 * What nobody caught is logged; Electron would show a dialog in English. A promise nobody waited for leaves the rest intact; after
 * a throw out of nowhere the state is unknown, and everything is ended in order.
 */
export function reportUncaught(log: Log, quitting: Quitting): void {
  process.on("unhandledRejection", (error) => log.error("A promise was rejected and nobody waited for it", { error }));
  process.on("uncaughtException", (error) => {
    log.error("An error was thrown that nobody caught; ending", { error });
    quitting.quitAtOnce(1);
  });
  outliveOutput(log);
}
