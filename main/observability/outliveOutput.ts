import type { EventEmitter } from "node:events";
import type { Log } from "./log.ts";

/**
 * Whoever read our output may be gone before us (a closed terminal, a pipe's other end); that is no reason to end. Without a listener the
 * stream's error would be thrown, and logging that throw would write to the same stream: once in a circle, for ever. What else is wrong
 * with a stream is told once, for the same reason.
 */
export function outliveOutput(
  log: Pick<Log, "warn">,
  streams: readonly EventEmitter[] = [process.stdout, process.stderr],
): void {
  for (const stream of streams) {
    let isTold = false;
    stream.on("error", (error: NodeJS.ErrnoException) => {
      if (isTold || error.code === "EPIPE") return;
      isTold = true;
      log.warn("The terminal cannot be written to", { error });
    });
  }
}
