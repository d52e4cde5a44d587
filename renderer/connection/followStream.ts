import type { Client } from "#shared/contract/contract.ts";
import type { AppError } from "#shared/errors/appError.ts";
import { backoffDelay } from "#shared/retry/retryPolicy.ts";
import { abortableWait } from "./abortable.ts";
import { linkPolicy } from "./backoff.ts";
import { toAppError } from "./callOutcome.ts";
import { isAbort } from "./isRetryable.ts";

export interface StreamFollower<T> {
  /** Opens the stream; its first event is a snapshot. */
  readonly open: (client: Client, signal: AbortSignal) => Promise<AsyncIterable<T>>;
  readonly onEvent: (event: T) => void;
  /** The stream could not be opened or broke although the link is live. It is opened again after a wait, except without permission. */
  readonly onError: (error: AppError) => void;
}

export interface StreamSource {
  readonly client: Client;
  readonly onLive: (listener: () => void) => Disposable;
  readonly isLive: () => boolean;
  /** Told while the stream's first event on a link is awaited; the result ends it. */
  readonly beginCatchUp: () => () => void;
}

/** Keeps one stream open while the link is live; each reconnection opens it anew. Disposing ends it here and on the server. */
export function followStream<T>(source: StreamSource, follower: StreamFollower<T>): Disposable {
  let abort = new AbortController();
  const live = source.onLive(() => {
    abort.abort(new DOMException("A newer link took over", "AbortError"));
    abort = new AbortController();
    void followWhileLive(source, follower, abort.signal);
  });
  return {
    [Symbol.dispose]: () => {
      live[Symbol.dispose]();
      abort.abort(new DOMException("No longer followed", "AbortError"));
    },
  };
}

async function followWhileLive<T>(
  source: StreamSource,
  follower: StreamFollower<T>,
  signal: AbortSignal,
): Promise<void> {
  const caughtUp = source.beginCatchUp();
  signal.addEventListener("abort", caughtUp, { once: true });
  for (let failures = 0; !signal.aborted && source.isLive(); failures += 1) {
    try {
      for await (const event of await follower.open(source.client, signal)) {
        if (signal.aborted) return;
        failures = 0;
        follower.onEvent(event);
        caughtUp();
      }
    } catch (thrown) {
      if (signal.aborted || isAbort(thrown) || !source.isLive()) return caughtUp();
      const error = toAppError(thrown);
      caughtUp();
      // The link's own end is told by the connection's state, and the next link opens the stream again.
      if (error.code === "LINK_CLOSED") return;
      follower.onError(error);
      if (error.code === "FORBIDDEN") return;
    }
    if (!(await waited(backoffDelay(linkPolicy, Math.min(failures, 10), Math.random()), signal))) return;
  }
}

async function waited(delayMs: number, signal: AbortSignal): Promise<boolean> {
  try {
    await abortableWait(delayMs, signal);
    return true;
  } catch (error) {
    if (isAbort(error)) return false;
    throw error;
  }
}
