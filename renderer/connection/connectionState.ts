import { assertNever } from "#shared/assertNever.ts";
import { backoffDelay } from "#shared/retry/retryPolicy.ts";
import { linkPolicy } from "./backoff.ts";

export type SignedOutReason =
  | "no-credential"
  | "code-refused"
  | "signed-out"
  /** A phone's address, and this browser was never paired here. */
  | "not-paired"
  /** The server this phone was paired with does not know it any more. */
  | "revoked"
  /** Whoever answers at this address is not the server this phone was paired with; nothing was sent to it. */
  | "other-server"
  /** The browser withholds what keys need: plain HTTP, or a private window. */
  | "insecure"
  | "no-storage";

/**
 * Why the link is not there: it broke, the server said it stops, nothing answers at its address, it takes no more, it slows this
 * address down after too many wrong credentials, or it fails itself.
 */
export type LossCause = "lost" | "closing" | "unreachable" | "busy" | "limited" | "faulty";

/** Where the connection stands; what a person is told follows from it alone. Times are milliseconds since the epoch. */
export type ConnectionState =
  /** The first attempt has not succeeded yet. */
  | {
      readonly kind: "connecting";
      readonly since: number;
      readonly attempt: number;
      readonly nextAt: number | null;
      readonly cause: LossCause | null;
    }
  | { readonly kind: "live"; readonly since: number }
  /** It was live and comes back by itself. `nextAt` is null while an attempt is under way. */
  | {
      readonly kind: "reconnecting";
      readonly since: number;
      readonly attempt: number;
      readonly nextAt: number | null;
      readonly cause: LossCause;
    }
  | { readonly kind: "signedOut"; readonly reason: SignedOutReason }
  /** Disposed; nothing follows. */
  | { readonly kind: "ended" };

export type ConnectionEvent =
  | { readonly kind: "opened" }
  /** A live link broke or an attempt failed; not to be tried again before `retryAfterMs`, if the server said so. */
  | { readonly kind: "failed"; readonly cause: LossCause; readonly retryAfterMs?: number }
  | { readonly kind: "refused"; readonly reason: SignedOutReason }
  /** The wait is over. */
  | { readonly kind: "due" }
  /** The network came back, the page became visible, or the person asked: no reason to wait any longer. */
  | { readonly kind: "wake" }
  | { readonly kind: "signedIn" }
  | { readonly kind: "disposed" };

/** What the rim must do after a step: `open` an attempt, `wait` and then send `due`, `close` the link; at most one of them. */
export type ConnectionEffect =
  | { readonly kind: "none" }
  | { readonly kind: "open" }
  | { readonly kind: "wait"; readonly delayMs: number }
  | { readonly kind: "close" };

export interface Step {
  readonly state: ConnectionState;
  readonly effect: ConnectionEffect;
}

const nothing: ConnectionEffect = { kind: "none" };

/** The beginning: an attempt is to be opened. */
export function beginConnecting(now: number): Step {
  return { state: { kind: "connecting", since: now, attempt: 0, nextAt: null, cause: null }, effect: { kind: "open" } };
}

/** One step of the machine: pure; `random` in [0, 1) spreads the waits. Events that mean nothing in a state leave it as it is. */
export function nextConnectionState(state: ConnectionState, event: ConnectionEvent, now: number, random: number): Step {
  if (state.kind === "ended") return { state, effect: nothing };
  switch (event.kind) {
    case "disposed":
      return { state: { kind: "ended" }, effect: { kind: "close" } };
    case "refused":
      return { state: { kind: "signedOut", reason: event.reason }, effect: { kind: "close" } };
    case "signedIn":
      return state.kind === "signedOut" ? beginConnecting(now) : { state, effect: nothing };
    case "opened":
      return isAttempting(state)
        ? { state: { kind: "live", since: now }, effect: nothing }
        : { state, effect: nothing };
    case "failed":
      return afterFailure(state, event, now, random);
    case "wake":
      // Another network may have had another machine under this name; asking again gives nothing away.
      if (state.kind === "signedOut" && state.reason === "other-server") return beginConnecting(now);
      return open(state);
    case "due":
      return open(state);
    default:
      return assertNever(event);
  }
}

function open(state: ConnectionState): Step {
  return isWaiting(state)
    ? { state: { ...state, nextAt: null }, effect: { kind: "open" } }
    : { state, effect: nothing };
}

type Unconnected = Extract<ConnectionState, { kind: "connecting" | "reconnecting" }>;

function isUnconnected(state: ConnectionState): state is Unconnected {
  return state.kind === "connecting" || state.kind === "reconnecting";
}

function isWaiting(state: ConnectionState): state is Unconnected {
  return isUnconnected(state) && state.nextAt !== null;
}

function isAttempting(state: ConnectionState): state is Unconnected {
  return isUnconnected(state) && state.nextAt === null;
}

function afterFailure(
  state: ConnectionState,
  { cause, retryAfterMs = 0 }: Extract<ConnectionEvent, { kind: "failed" }>,
  now: number,
  random: number,
): Step {
  if (state.kind === "live") {
    const delayMs = backoffDelay(linkPolicy, 0, random);
    return {
      state: { kind: "reconnecting", since: now, attempt: 1, nextAt: now + delayMs, cause },
      effect: { kind: "wait", delayMs },
    };
  }
  if (!isAttempting(state)) return { state, effect: nothing };
  const delayMs = Math.max(backoffDelay(linkPolicy, state.attempt, random), retryAfterMs);
  return {
    state: { ...state, attempt: state.attempt + 1, nextAt: now + delayMs, cause },
    effect: { kind: "wait", delayMs },
  };
}
