import { createStore, type StoreApi } from "zustand/vanilla";
import type { Client } from "#shared/contract/contract.ts";
import type { Link } from "#shared/link/link.ts";
import type { Authentication } from "./authentication.ts";
import {
  beginConnecting,
  type ConnectionEvent,
  type ConnectionState,
  nextConnectionState,
  type Step,
} from "./connectionState.ts";
import { createErrorRecoveryManager, type ErrorRecoveryManager, type RetryListeners } from "./errorRecoveryManager.ts";
import { followStream, type StreamFollower } from "./followStream.ts";
import { createLastingClient } from "./lastingClient.ts";
import type { LinkOpening } from "./linkOpening.ts";
import { createTerminalChannel, type TerminalChannel } from "./terminalChannel.ts";

/** How the connection is made: over a socket with signing in (browser), or over the port the desktop hands over. */
export type Carrier =
  | { readonly kind: "socket"; readonly open: () => Promise<LinkOpening>; readonly authentication: Authentication }
  | { readonly kind: "port"; readonly open: () => Promise<LinkOpening> };

export interface Connection extends Disposable {
  readonly state: StoreApi<ConnectionState>;
  /** The typed client; the same object for ever. Failures are AppErrors. Prefer `call`, which retries. */
  readonly client: Client;
  /** One call with retries: `call("stop:" + id, (client, signal) => client.sessions.stop({ id }, { signal }))`. */
  call<T>(
    taskId: string,
    work: (client: Client, signal: AbortSignal) => Promise<T>,
    listeners?: RetryListeners<T>,
  ): Promise<T>;
  readonly recovery: ErrorRecoveryManager;
  /** The terminal frames of whichever link is live. */
  readonly terminal: TerminalChannel;
  /** Tells at once if live, and again after every reconnection: whatever belonged to the old link must be set up anew. */
  onLive(listener: () => void): Disposable;
  /** Follows a stream; after every reconnection it is opened again and begins with its snapshot. */
  follow<T>(follower: StreamFollower<T>): Disposable;
  /** Tries now instead of waiting. */
  wake(): void;
  /** Null over the desktop's port, where nobody signs in. */
  readonly signIn: ((code: string) => Promise<"signed-in" | "refused" | "unreachable" | "busy">) | null;
  readonly signOut: (() => Promise<void>) | null;
}

/** Connects at once and keeps the connection up until disposed. */
export function createConnection(carrier: Carrier, beginWithCode: string | null = null): Connection {
  const rpc = createLastingClient();
  const terminal = createTerminalChannel();
  const recovery = createErrorRecoveryManager();
  const liveListeners = new Set<() => void>();
  const first = beginConnecting(Date.now());
  const state = createStore<ConnectionState>(() => first.state);
  const codes: Codes = { pending: beginWithCode, wasRefused: false };
  let link: Link | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const step = (event: ConnectionEvent): void => {
    const before = state.getState();
    const next = nextConnectionState(before, event, Date.now(), Math.random());
    if (next.state !== before) state.setState(next.state, true);
    act(next);
  };
  const act = ({ effect }: Step): void => {
    if (effect.kind === "none") return;
    clearTimeout(timer);
    if (effect.kind === "open") void open();
    if (effect.kind === "wait") timer = setTimeout(() => step({ kind: "due" }), effect.delayMs);
    if (effect.kind === "close") link?.close();
  };

  const open = async (): Promise<void> => {
    const opening = await redeemCode(carrier, codes).then((failure) => failure ?? carrier.open());
    if (opening.kind === "failed") return step({ kind: "failed", cause: opening.cause });
    if (opening.kind === "refused")
      return step({ kind: "refused", reason: codes.wasRefused ? "code-refused" : "no-credential" });
    if (state.getState().kind === "ended") return opening.link.close();
    take(opening);
  };
  const take = (opening: Extract<LinkOpening, { kind: "opened" }>): void => {
    const opened = opening.link;
    link = opened;
    rpc.use(opened);
    terminal.use(opened);
    opened.onClose(() => {
      if (link === opened) link = undefined;
      step({ kind: "failed", cause: opening.wasToldToLeave() ? "closing" : "lost" });
    });
    step({ kind: "opened" });
    for (const listener of [...liveListeners]) listener();
  };

  const onLive = (listener: () => void): Disposable => {
    liveListeners.add(listener);
    if (state.getState().kind === "live") listener();
    return { [Symbol.dispose]: () => void liveListeners.delete(listener) };
  };

  act(first);

  return {
    state,
    client: rpc.client,
    recovery,
    terminal,
    onLive,
    call: (taskId, work, listeners) =>
      recovery.executeWithRetry(taskId, ({ signal }) => work(rpc.client, signal), listeners),
    follow: (follower) =>
      followStream({ client: rpc.client, onLive, isLive: () => state.getState().kind === "live" }, follower),
    wake: () => step({ kind: "wake" }),
    signIn:
      carrier.kind === "socket"
        ? async (code) => {
            const answer = await carrier.authentication.login(code);
            if (answer === "signed-in") step({ kind: "signedIn" });
            return answer;
          }
        : null,
    signOut:
      carrier.kind === "socket"
        ? async () => {
            await carrier.authentication.logout();
            step({ kind: "refused", reason: "signed-out" });
          }
        : null,
    [Symbol.dispose]: () => {
      recovery.cancelAll();
      liveListeners.clear();
      step({ kind: "disposed" });
    },
  };
}

interface Codes {
  pending: string | null;
  wasRefused: boolean;
}

/**
 * Trades the one-time code in before the first link is opened; kept for the next attempt while the server cannot be reached. A
 * refused code is no failure yet: somebody who is signed in already may open an old link, and the check before opening decides.
 */
async function redeemCode(carrier: Carrier, codes: Codes): Promise<LinkOpening | null> {
  if (carrier.kind !== "socket" || codes.pending === null) return null;
  const answer = await carrier.authentication.login(codes.pending);
  if (answer === "unreachable" || answer === "busy") return { kind: "failed", cause: answer };
  codes.pending = null;
  codes.wasRefused = answer === "refused";
  return null;
}
