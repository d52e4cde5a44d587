import type { z } from "zod";
import {
  type pairingOutcome as outcomeSchema,
  pairingBegun,
  pairingOutcome,
  pairingRevealed,
} from "#shared/pairing/pairingMessages.ts";
import { wordsTranscript } from "#shared/pairing/transcripts.ts";
import { abortableWait } from "../abortable.ts";
import type { AskServer, ServerAnswer } from "./askServer.ts";
import type { PairingProof } from "./pairingLink.ts";
import type { PairingEvent, PairingFailure } from "./pairingState.ts";
import type { PairingStore } from "./pairingStore.ts";
import type { PhoneCrypto, PhoneKey } from "./phoneCrypto.ts";

export interface PairPhoneDeps {
  readonly ask: AskServer;
  readonly crypto: PhoneCrypto;
  readonly store: PairingStore;
  readonly now: () => number;
}

export interface PairPhoneRequest {
  readonly proof: PairingProof;
  readonly name: string;
  readonly signal: AbortSignal;
  /** What happened, for pairingState.ts. */
  readonly tell: (event: PairingEvent) => void;
}

/** The server answers a wait after 25 s at the latest. */
const waitWithinMs = 40_000;
const pauseMs = 1000;
const revealTries = 8;

type Begun = z.infer<typeof pairingBegun>;
type Refused = Exclude<ServerAnswer<unknown>, { kind: "answer" }>;

/**
 * Pairs this phone: commits to a nonce, learns the server's key and nonce, shows its own, and waits until the desktop decides. The
 * words come from what this phone saw and sent; those that the server names must be the same. The key is kept once the desktop has
 * confirmed. Tells everything through `tell` and rejects only when the signal fires.
 */
export async function pairPhone(deps: PairPhoneDeps, { proof, name, signal, tell }: PairPhoneRequest): Promise<void> {
  const { ask, crypto } = deps;
  tell({ kind: "began" });
  if (!(await canKeep(deps.store))) return tell({ kind: "failed", failure: "no-storage" });
  const key = await crypto.createKey();
  const nonce = crypto.createNonce();
  const begun = await ask(
    "/auth/pairing/begin",
    { proof, publicKey: key.publicKey, commitment: await crypto.commitTo(nonce), name },
    pairingBegun,
    { signal },
  );
  signal.throwIfAborted();
  if (begun.kind !== "answer") return tell(failed(begun, deps.now(), proof));
  const words = await agreeOnWords(deps, { key, nonce, begun: begun.value, signal });
  signal.throwIfAborted();
  if (words.kind === "failed") return tell(words);
  tell({ kind: "wordsKnown", words: words.words, expiresAt: begun.value.expiresAt });
  const outcome = await waitForDecision(deps, begun.value, signal, tell);
  if (outcome.kind !== "paired") return tell({ kind: "failed", failure: outcome.kind });
  await keep(deps, { key, begun: begun.value, paired: outcome, tell });
}

type Words = { readonly kind: "words"; readonly words: readonly number[] } | Extract<PairingEvent, { kind: "failed" }>;

async function agreeOnWords(
  { ask, crypto, now }: PairPhoneDeps,
  {
    key,
    nonce,
    begun,
    signal,
  }: { readonly key: PhoneKey; readonly nonce: string; readonly begun: Begun; readonly signal: AbortSignal },
): Promise<Words> {
  const { request, serverKey, serverNonce } = begun;
  let revealed = await ask("/auth/pairing/reveal", { request, nonce }, pairingRevealed, { signal });
  // The offer is used up already: a moment without network must not cost it.
  for (let tries = 1; tries < revealTries && revealed.kind === "unreachable"; tries += 1) {
    await abortableWait(pauseMs, signal);
    revealed = await ask("/auth/pairing/reveal", { request, nonce }, pairingRevealed, { signal });
  }
  if (revealed.kind !== "answer") return failed(revealed, now(), null);
  const transcript = wordsTranscript({ phoneKey: key.publicKey, serverKey, phoneNonce: nonce, serverNonce });
  const words = await crypto.wordNumbers(transcript);
  const isSame = words.every((word, index) => revealed.value.words[index] === word);
  return isSame ? { kind: "words", words } : { kind: "failed", failure: "mismatch" };
}

type Decision = Extract<z.infer<typeof outcomeSchema>, { kind: "paired" }> | { readonly kind: "rejected" | "ended" };

/** Asks until the desktop has decided or the time is over; a network that comes and goes ends nothing. */
async function waitForDecision(
  { ask, now }: PairPhoneDeps,
  { request, expiresAt }: Begun,
  signal: AbortSignal,
  tell: (event: PairingEvent) => void,
): Promise<Decision> {
  // The server's clock may be ahead; it alone says that time is over while it can be reached.
  const givenUpAt = expiresAt + 60_000;
  for (;;) {
    const answer = await ask("/auth/pairing/wait", { request }, pairingOutcome, { signal, withinMs: waitWithinMs });
    signal.throwIfAborted();
    tell({ kind: "waited", isReached: answer.kind !== "unreachable" });
    if (answer.kind === "answer") {
      if (answer.value.kind === "paired" || answer.value.kind === "rejected") return answer.value;
      if (answer.value.kind === "expired") return { kind: "ended" };
    } else {
      if (answer.kind === "refusal" && answer.code === "PAIRING_ENDED") return { kind: "ended" };
      if (now() > givenUpAt) return { kind: "ended" };
      await abortableWait(answer.kind === "refusal" ? (answer.retryAfterMs ?? pauseMs) : pauseMs, signal);
    }
  }
}

/** Asked before the offer is used up. */
async function canKeep(store: PairingStore): Promise<boolean> {
  try {
    await store.list();
    return true;
  } catch (error) {
    if (error instanceof DOMException) return false;
    throw error;
  }
}

async function keep(
  { store, now }: PairPhoneDeps,
  {
    key,
    begun,
    paired,
    tell,
  }: {
    readonly key: PhoneKey;
    readonly begun: Begun;
    readonly paired: Extract<Decision, { kind: "paired" }>;
    readonly tell: (event: PairingEvent) => void;
  },
): Promise<void> {
  const { phone, name, scopes } = paired;
  try {
    const { publicKey: phoneKey, privateKey } = key;
    await store.save({ serverKey: begun.serverKey, phone, name, phoneKey, privateKey, pairedAt: now() });
  } catch (error) {
    if (error instanceof DOMException) return tell({ kind: "failed", failure: "no-storage" });
    throw error;
  }
  tell({ kind: "confirmed", name, scopes });
}

function failed(answer: Refused, now: number, proof: PairingProof | null): Extract<PairingEvent, { kind: "failed" }> {
  if (answer.kind !== "refusal")
    return { kind: "failed", failure: answer.kind === "unreachable" ? "unreachable" : "faulty" };
  const retryAt = answer.retryAfterMs === undefined ? {} : { retryAt: now + answer.retryAfterMs };
  return { kind: "failed", failure: failureOf(answer.code, proof), ...retryAt };
}

function failureOf(code: string, proof: PairingProof | null): PairingFailure {
  if (code === "PAIRING_CODE_WRONG") return proof?.kind === "code" ? "wrong-code" : "wrong-link";
  if (code === "PAIRING_ENDED") return "ended";
  return code === "RATE_LIMITED" ? "limited" : "faulty";
}
