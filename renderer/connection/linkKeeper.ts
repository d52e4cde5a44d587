import { createStore, type StoreApi } from "zustand/vanilla";
import type { Link } from "#shared/link/link.ts";
import { attemptWithin } from "./backoff.ts";
import {
  beginConnecting,
  type ConnectionEvent,
  type ConnectionState,
  nextConnectionState,
  type Step,
} from "./connectionState.ts";
import type { OpenLink } from "./linkOpening.ts";

export interface LinkKeeper {
  readonly state: StoreApi<ConnectionState>;
  /** Tells the machine what happened; it acts at once. */
  tell(event: ConnectionEvent): void;
}

/** An attempt that is older than this when the network or the page wakes hangs on a network that is gone: it is begun anew. */
const staleAttemptMs = 1500;

/**
 * Drives the connection's state machine: opens links, waits between attempts, closes. `onLink` gets each link before it counts as
 * live. There is never more than one attempt or link: the one before is ended first.
 */
export function keepLink(open: OpenLink, onLink: (link: Link) => void): LinkKeeper {
  const first = beginConnecting(Date.now());
  const state = createStore<ConnectionState>(() => first.state);
  let link: Link | undefined;
  let attempt: { readonly abort: AbortController; readonly since: number } | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let tooLong: ReturnType<typeof setTimeout> | undefined;

  const tell = (event: ConnectionEvent): void => {
    const before = state.getState();
    const next = nextConnectionState(before, event, Date.now(), Math.random());
    if (next.state !== before) state.setState(next.state, true);
    act(next);
    if (event.kind === "wake" && attempt && Date.now() - attempt.since >= staleAttemptMs) void begin();
  };
  const act = ({ effect }: Step): void => {
    if (effect.kind === "none") return;
    clearTimeout(timer);
    if (effect.kind === "open") void begin();
    if (effect.kind === "wait") timer = setTimeout(() => tell({ kind: "due" }), effect.delayMs);
    if (effect.kind === "close") {
      endAttempt();
      link?.close();
    }
  };
  const endAttempt = (): void => {
    clearTimeout(tooLong);
    attempt?.abort.abort(new DOMException("Another attempt, or none, is wanted", "AbortError"));
    attempt = undefined;
  };
  const begin = async (): Promise<void> => {
    endAttempt();
    const mine = { abort: new AbortController(), since: Date.now() };
    attempt = mine;
    const now = state.getState();
    tooLong = setTimeout(
      () => {
        endAttempt();
        tell({ kind: "failed", cause: "unreachable" });
      },
      attemptWithin("attempt" in now ? now.attempt : 0),
    );
    const opening = await open(mine.abort.signal);
    // Overtaken, signed out or ended meanwhile: this one's outcome is nobody's.
    if (attempt !== mine) return opening.kind === "opened" ? opening.link.close() : undefined;
    clearTimeout(tooLong);
    attempt = undefined;
    if (opening.kind !== "opened") return tell(opening);
    const opened = opening.link;
    link = opened;
    onLink(opened);
    opened.onClose(() => {
      if (link !== opened) return;
      link = undefined;
      tell({ kind: "failed", cause: opening.wasToldToLeave() ? "closing" : "lost" });
    });
    // It may have closed while it was handed on: then the machine has been told of an attempt that failed.
    if (link === opened) tell({ kind: "opened" });
  };

  act(first);
  return { state, tell };
}
