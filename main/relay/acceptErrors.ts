import type { Server } from "node:net";
import type { Log } from "../observability/log.ts";

/** Out of file descriptors, every attempt fails: one line a minute says as much as thousands. */
const tellEveryMs = 60_000;

/**
 * A listening server says `error` when it cannot take a connection (EMFILE, ENOBUFS), and Node ends the process where nobody listens
 * to that. It goes on listening by itself; the log tells.
 */
export function tellAcceptErrors(server: Server, log: Log): void {
  let toldAt = Number.NEGATIVE_INFINITY;
  server.on("error", (error) => {
    if (performance.now() - toldAt < tellEveryMs) return;
    toldAt = performance.now();
    log.error("A connection could not be taken; the listener goes on", { error });
  });
}
