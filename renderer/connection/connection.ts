import type { StoreApi } from "zustand/vanilla";
import type { Client } from "#shared/contract/contract.ts";
import type { Authentication, AuthenticationAnswer } from "./authentication.ts";
import { createCatchUp } from "./catchUp.ts";
import type { ConnectionState } from "./connectionState.ts";
import { createErrorRecoveryManager, type ErrorRecoveryManager, type RetryListeners } from "./errorRecoveryManager.ts";
import { followStream, type StreamFollower } from "./followStream.ts";
import { createLastingClient } from "./lastingClient.ts";
import { createLinkHealth } from "./linkHealth.ts";
import { keepLink, type LinkKeeper } from "./linkKeeper.ts";
import type { LinkOpening, OpenLink } from "./linkOpening.ts";
import { createTerminalChannel, type TerminalChannel } from "./terminalChannel.ts";

/**
 * How the connection is made: over a socket with signing in (a browser at this machine) or with a paired phone's key, or over the port
 * the desktop hands over.
 */
export type Carrier =
  | { readonly kind: "socket"; readonly open: OpenLink; readonly authentication: Authentication }
  | { readonly kind: "phone"; readonly open: OpenLink }
  | { readonly kind: "port"; readonly open: OpenLink };

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
  /** Tries now instead of waiting; if live, asks whether the link really is. */
  wake(): void;
  /** Asks whether the link is alive; one that does not answer within seconds is closed and opened anew. */
  probe(): void;
  /** Only a socket as a paired phone has a key instead of signing in. */
  readonly kind: Carrier["kind"];
  /** The smoothed time to the server and back in milliseconds; null while unknown, and over the desktop's port. */
  readonly roundTrip: StoreApi<number | null>;
  /** Something that the server answered took so long, in milliseconds. */
  measured(roundTripMs: number): void;
  /** How many streams have not told their newest state since the connection came (back). */
  readonly behind: StoreApi<number>;
  /** Says that something is being caught up with; the result says that it is there, or not wanted any more. */
  beginCatchUp(): () => void;
  /** Begins to connect where that waited for a person: this phone was paired, or shall try again. */
  admitted(): void;
  /** Null where nobody signs in: over the desktop's port, and on a phone. */
  readonly signIn: ((code: string) => Promise<AuthenticationAnswer>) | null;
  /** Stays signed in, and says why, where the server did not answer: the credential would still be valid. */
  readonly signOut: (() => Promise<AuthenticationAnswer>) | null;
}

export interface ConnectionOptions {
  /** A one-time code to sign in with. */
  readonly code?: string | undefined;
  /** Whether somebody looks at the page; a hidden one does not ask whether its link is alive until it is seen again. */
  readonly isSeen?: () => boolean;
}

/** Connects at once and keeps the connection up until disposed. */
export function createConnection(carrier: Carrier, { code, isSeen = () => true }: ConnectionOptions = {}): Connection {
  const rpc = createLastingClient();
  const terminal = createTerminalChannel();
  const recovery = createErrorRecoveryManager();
  const liveListeners = new Set<() => void>();
  // Who has just come back is not kept waiting once more.
  const health = createLinkHealth(isSeen, () => tell({ kind: "wake" }));
  const catchUp = createCatchUp();
  const codes: Codes = { pending: code ?? null, wasRefused: false };
  const { state, tell } = keepLink(
    (signal) => openWithCode(carrier, codes, signal),
    (link) => {
      health.use(link);
      rpc.use(link);
      terminal.use(link);
    },
  );
  const isLive = (): boolean => state.getState().kind === "live";
  state.subscribe((now, before) => {
    if (now.kind === "live" && before.kind !== "live") for (const listener of [...liveListeners]) listener();
  });
  const onLive = (listener: () => void): Disposable => {
    liveListeners.add(listener);
    if (isLive()) listener();
    return { [Symbol.dispose]: () => void liveListeners.delete(listener) };
  };

  return {
    state,
    client: rpc.client,
    recovery,
    terminal,
    onLive,
    call: (taskId, work, listeners) =>
      recovery.executeWithRetry(taskId, ({ signal }) => work(rpc.client, signal), listeners),
    follow: (follower) => followStream({ client: rpc.client, onLive, isLive, beginCatchUp: catchUp.begin }, follower),
    wake: () => {
      tell({ kind: "wake" });
      health.probeWoken();
    },
    probe: health.probe,
    kind: carrier.kind,
    roundTrip: health.roundTrip,
    measured: health.measured,
    behind: catchUp.behind,
    beginCatchUp: catchUp.begin,
    admitted: () => tell({ kind: "signedIn" }),
    ...signing(carrier, tell),
    [Symbol.dispose]: () => {
      health[Symbol.dispose]();
      recovery.cancelAll();
      liveListeners.clear();
      tell({ kind: "disposed" });
    },
  };
}

/** Signing in and out, where there is such a thing. */
function signing(carrier: Carrier, tell: LinkKeeper["tell"]): Pick<Connection, "signIn" | "signOut"> {
  if (carrier.kind !== "socket") return { signIn: null, signOut: null };
  const { authentication } = carrier;
  return {
    signIn: async (code) => {
      const answer = await authentication.login(code);
      if (answer === "signed-in") tell({ kind: "signedIn" });
      return answer;
    },
    signOut: async () => {
      const answer = await authentication.logout();
      // "refused" means that the credential was not valid any more anyway.
      if (answer === "signed-in" || answer === "refused") tell({ kind: "refused", reason: "signed-out" });
      return answer;
    },
  };
}

interface Codes {
  pending: string | null;
  wasRefused: boolean;
}

/**
 * Trades the one-time code in before the first link is opened; kept for the next attempt while the server cannot be reached. A
 * refused code is no failure yet: somebody who is signed in already may open an old link, and the opening decides.
 */
async function openWithCode(carrier: Carrier, codes: Codes, signal: AbortSignal): Promise<LinkOpening> {
  if (carrier.kind === "socket" && codes.pending !== null) {
    const answer = await carrier.authentication.login(codes.pending);
    if (answer !== "signed-in" && answer !== "refused") return { kind: "failed", cause: answer };
    codes.pending = null;
    codes.wasRefused = answer === "refused";
  }
  const opening = await carrier.open(signal);
  return opening.kind === "refused" && codes.wasRefused ? { kind: "refused", reason: "code-refused" } : opening;
}
