import { createStore, type StoreApi } from "zustand/vanilla";
import type { Link } from "#shared/link/link.ts";
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

/** Drives the connection's state machine: opens links, waits between attempts, closes. `onLink` gets each link before it counts as live. */
export function keepLink(open: OpenLink, onLink: (link: Link) => void): LinkKeeper {
  const first = beginConnecting(Date.now());
  const state = createStore<ConnectionState>(() => first.state);
  let link: Link | undefined;
  let attempts = 0;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const tell = (event: ConnectionEvent): void => {
    const before = state.getState();
    const next = nextConnectionState(before, event, Date.now(), Math.random());
    if (next.state !== before) state.setState(next.state, true);
    act(next);
  };
  const act = ({ effect }: Step): void => {
    if (effect.kind === "none") return;
    clearTimeout(timer);
    if (effect.kind === "open") void attempt();
    if (effect.kind === "wait") timer = setTimeout(() => tell({ kind: "due" }), effect.delayMs);
    if (effect.kind === "close") link?.close();
  };
  const attempt = async (): Promise<void> => {
    attempts += 1;
    const mine = attempts;
    const opening = await open();
    // Somebody signed out and in again meanwhile: a newer attempt is under way, and this one's outcome is nobody's.
    if (mine !== attempts) return opening.kind === "opened" ? opening.link.close() : undefined;
    if (opening.kind !== "opened") return tell(opening);
    const opened = opening.link;
    // Ended or signed out while it was being opened: nobody wants it any more.
    if (state.getState().kind === "ended" || state.getState().kind === "signedOut") return opened.close();
    link = opened;
    onLink(opened);
    opened.onClose(() => {
      if (link === opened) link = undefined;
      tell({ kind: "failed", cause: opening.wasToldToLeave() ? "closing" : "lost" });
    });
    tell({ kind: "opened" });
  };

  act(first);
  return { state, tell };
}
