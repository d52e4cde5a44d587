import { assertNever } from "#shared/assertNever.ts";
import type { Scope } from "#shared/contract/scopes.ts";

/** Why pairing did not go on. */
export type PairingFailure =
  /** The code or the link's secret is not (or no longer) an offer's. */
  | "wrong-code"
  | "wrong-link"
  /** Too many attempts from here; `retryAfterMs` says how long. */
  | "limited"
  /** The offer or the request ran out, was used, or was taken back. */
  | "ended"
  | "rejected"
  | "unreachable"
  | "faulty"
  /** What the server says does not fit what was agreed: somebody may stand between. */
  | "mismatch"
  /** The browser does not let this page keep its key. */
  | "no-storage";

/** How far pairing has come; what the page shows follows from it alone. Times are milliseconds since the epoch. */
export type PairingState =
  /** A person says what this phone is called, and the code where no link brought a secret. */
  | { readonly kind: "asking"; readonly failure: PairingFailure | null; readonly retryAt: number | null }
  | { readonly kind: "beginning" }
  /** The words are compared; the desktop decides. `isReached` is false while it cannot be asked. */
  | {
      readonly kind: "comparing";
      readonly words: readonly number[];
      readonly expiresAt: number;
      readonly isReached: boolean;
    }
  | { readonly kind: "paired"; readonly name: string; readonly scopes: readonly Scope[] }
  /** A new code or link is needed. */
  | { readonly kind: "failed"; readonly failure: PairingFailure };

export type PairingEvent =
  | { readonly kind: "began" }
  | { readonly kind: "wordsKnown"; readonly words: readonly number[]; readonly expiresAt: number }
  | { readonly kind: "waited"; readonly isReached: boolean }
  | { readonly kind: "confirmed"; readonly name: string; readonly scopes: readonly Scope[] }
  | { readonly kind: "failed"; readonly failure: PairingFailure; readonly retryAt?: number }
  | { readonly kind: "again" };

/** The beginning. A link without a readable secret is a failure already. */
export function beginPairing(isLinkUnreadable: boolean): PairingState {
  return isLinkUnreadable
    ? { kind: "failed", failure: "wrong-link" }
    : { kind: "asking", failure: null, retryAt: null };
}

/** One step; events that mean nothing in a state leave it as it is. */
export function nextPairingState(state: PairingState, event: PairingEvent): PairingState {
  switch (event.kind) {
    case "began":
      return state.kind === "asking" ? { kind: "beginning" } : state;
    case "wordsKnown":
      return state.kind === "beginning"
        ? { kind: "comparing", words: event.words, expiresAt: event.expiresAt, isReached: true }
        : state;
    case "waited":
      return state.kind === "comparing" && state.isReached !== event.isReached
        ? { ...state, isReached: event.isReached }
        : state;
    case "confirmed":
      return state.kind === "comparing" ? { kind: "paired", name: event.name, scopes: event.scopes } : state;
    case "failed":
      return isUnderWay(state) ? afterFailure(event) : state;
    case "again":
      return state.kind === "failed" ? { kind: "asking", failure: null, retryAt: null } : state;
    default:
      return assertNever(event);
  }
}

function isUnderWay({ kind }: PairingState): boolean {
  return kind === "beginning" || kind === "comparing";
}

/** Where the same code or link may still do, the form comes back with what was typed; otherwise a new one is needed. */
function afterFailure({ failure, retryAt }: Extract<PairingEvent, { kind: "failed" }>): PairingState {
  switch (failure) {
    case "wrong-code":
    case "limited":
    case "unreachable":
    case "faulty":
    case "no-storage":
      return { kind: "asking", failure, retryAt: retryAt ?? null };
    case "wrong-link":
    case "ended":
    case "rejected":
    case "mismatch":
      return { kind: "failed", failure };
    default:
      return assertNever(failure);
  }
}
