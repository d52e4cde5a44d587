import type { PhoneProof } from "#shared/pairing/pairingMessages.ts";
import type { LinkOpening, OpenLink } from "../linkOpening.ts";
import type { AskServer, ServerAnswer } from "./askServer.ts";
import type { Pairing, PairingStore } from "./pairingStore.ts";
import type { PhoneCrypto } from "./phoneCrypto.ts";
import { type ProofOutcome, provePhone } from "./phoneProof.ts";

export interface PhoneLinkDeps {
  /** Null where the browser has no WebCrypto. */
  readonly crypto: PhoneCrypto | null;
  readonly store: PairingStore;
  readonly ask: AskServer;
  readonly openSocket: (signal: AbortSignal, proof: PhoneProof) => Promise<LinkOpening>;
}

/**
 * Opens links as a paired phone, each with a fresh proof. Where this address was paired with more than one server (it was set up anew,
 * say), the newest pairing whose server answers is used; the others are told nothing but a random number.
 */
export function createPhoneLinkOpener({ crypto, store, ask, openSocket }: PhoneLinkDeps): OpenLink {
  return async (signal) => {
    if (!crypto) return { kind: "refused", reason: "insecure" };
    const pairings = await readPairings(store);
    if (!pairings) return { kind: "refused", reason: "no-storage" };
    if (pairings.length === 0) return { kind: "refused", reason: "not-paired" };
    const attempt = async (): Promise<LinkOpening> => {
      const outcome = await firstProof(pairings, (pairing) => provePhone(pairing, { ask, crypto, signal }));
      if (outcome.kind === "other-server") return { kind: "refused", reason: "other-server" };
      if (outcome.kind === "no-answer") return failureOf(outcome.answer);
      return await openSocket(signal, outcome.proof);
    };
    let opening = await attempt();
    // A challenge is lost when the server restarts, when what this phone may do changes, and after a minute of sleep: a proof that comes
    // after that is refused though the phone is known. Only a fresh one says more; who was removed is not let in by that either.
    if (isUnknown(opening)) opening = await attempt();
    // The server proved itself a moment ago: it is the right one, and it does not know this phone any more.
    return isUnknown(opening) ? { kind: "refused", reason: "revoked" } : opening;
  };
}

function isUnknown(opening: LinkOpening): boolean {
  return opening.kind === "refused" && opening.reason === "no-credential";
}

async function readPairings(store: PairingStore): Promise<readonly Pairing[] | null> {
  try {
    return await store.list();
  } catch (error) {
    if (error instanceof DOMException) return null;
    throw error;
  }
}

async function firstProof(
  pairings: readonly Pairing[],
  prove: (pairing: Pairing) => Promise<ProofOutcome>,
): Promise<ProofOutcome> {
  for (const pairing of pairings) {
    const outcome = await prove(pairing);
    if (outcome.kind !== "other-server") return outcome;
  }
  return { kind: "other-server" };
}

function failureOf(answer: Exclude<ServerAnswer<unknown>, { kind: "answer" }>): LinkOpening {
  if (answer.kind === "unreachable") return { kind: "failed", cause: "unreachable" };
  if (answer.kind === "unreadable") return { kind: "failed", cause: "faulty" };
  const { code, retryAfterMs } = answer;
  const cause = code === "RATE_LIMITED" ? "limited" : code === "TOO_MANY_CONNECTIONS" ? "busy" : "faulty";
  return { kind: "failed", cause, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
}
