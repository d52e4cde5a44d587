import { randomBytes, randomInt, randomUUID } from "node:crypto";
import type { PairingOffer, PairingState, Phone } from "#shared/contract/phones.ts";
import type { RelayStatus } from "#shared/contract/relay.ts";
import type { Scope } from "#shared/contract/scopes.ts";
import { AppError } from "#shared/errors/appError.ts";
import { wordsTranscript } from "#shared/pairing/transcripts.ts";
import { createLatestValue } from "../core/latestValue.ts";
import type { Log } from "../observability/log.ts";
import type { Pairing, PhoneDoor } from "./contract.ts";
import * as state from "./pairingState.ts";
import { plainName } from "./plainName.ts";
import { checkPublicKey, isCommitted, type ServerKey, wordNumbers } from "./proofs.ts";
import { hashOf } from "./secretHash.ts";

/** How long a phone that waits is kept before it is told that nothing has changed. */
const waitAnswersAfterMs = 25_000;
/** 192 bits, in a link that lives five minutes. */
const secretBytes = 24;

export interface PairingDeps {
  readonly log: Log;
  readonly identity: () => Promise<ServerKey>;
  readonly relay: () => RelayStatus;
  readonly now: () => number;
  /** Throws VALIDATION for a key that was paired before. */
  readonly expectNewKey: (publicKey: string) => void;
  readonly add: (given: {
    readonly publicKey: string;
    readonly name: string;
    readonly label: string;
    readonly scopes: readonly Scope[];
  }) => Promise<Phone>;
}

/** How a phone is let in: pairingState.ts decides, here are its clock, its randomness and who is told. */
export function createPairing(deps: PairingDeps): Pairing & Pick<PhoneDoor, "begin" | "reveal" | "wait"> & Disposable {
  const { identity, now } = deps;
  const changes = createLatestValue();
  let book = state.emptyBook;
  let timer: NodeJS.Timeout | undefined;
  /** Being written: nobody else may decide about them, and their phones still wait. */
  const confirming = new Set<string>();

  const become = (next: state.PairingBook): void => {
    book = next;
    clearTimeout(timer);
    const end = state.nextEnd(book);
    if (end !== null) timer = setTimeout(refresh, Math.max(0, end - now()) + 1).unref();
    changes.changed();
  };
  const refresh = (): void => become(state.expire(book, now()));
  const current = (): state.PairingBook => {
    const fresh = state.expire(book, now());
    if (fresh !== book) become(fresh);
    return book;
  };
  const settle = (attempt: state.Attempt, outcome: state.Outcome): void =>
    become(state.settle(current(), attempt, outcome, now()));
  const waiting = (id: string): state.Attempt => {
    const attempt = current().attempts.find((one) => one.id === id && one.words !== null);
    if (!attempt || confirming.has(id)) throw new AppError("PAIRING_ENDED");
    return attempt;
  };

  return {
    changes: (signal) => changes.follow((): PairingState => state.shownState(current()), signal),
    offer: async (scopes) => {
      // A key that cannot be had is found out here, by the person at the desktop, and not by the phone.
      await identity();
      const offer = createOffer(deps.relay(), scopes, now());
      become(state.openOffer(current(), offer));
      deps.log.info("A phone may be paired", { scopes: offer.offer.scopes });
      return offer.offer;
    },
    withdraw: (id) => become(state.withdraw(current(), id, now())),
    confirm: async (id, name, scopes) => {
      const attempt = waiting(id);
      const { publicKey, from } = attempt;
      confirming.add(id);
      try {
        const phone = await deps.add({ publicKey, name: plainName(name, from.label), label: from.label, scopes });
        settle(attempt, { kind: "paired", phone: phone.id, name: phone.name, scopes: phone.scopes });
        deps.log.info("A phone was paired", { name: phone.name, address: from.address, scopes: phone.scopes });
        return phone;
      } catch (error) {
        settle(attempt, { kind: "rejected" });
        throw error;
      } finally {
        confirming.delete(id);
      }
    },
    reject: (id) => settle(waiting(id), { kind: "rejected" }),
    begin: async ({ proof, publicKey, commitment, name }, { address, label }) => {
      await checkPublicKey(publicKey);
      const server = await identity();
      const hash = hashOf(proof.kind === "secret" ? proof.secret : proof.code);
      // From here to the attempt nothing is waited for: an offer is used once, however many try it together.
      const tried = state.tryOffer(current(), { kind: proof.kind, hash });
      if (tried.result === "wrong") {
        become(tried.book);
        deps.log.warn("Somebody tried to pair with a wrong code or link", { address });
        throw new AppError("PAIRING_CODE_WRONG");
      }
      const offered = tried.book.open?.offer;
      if (tried.result === "over" || !offered) throw new AppError("PAIRING_ENDED");
      deps.expectNewKey(publicKey);
      const token = randomBytes(secretBytes).toString("base64url");
      const attempt: state.Attempt = {
        id: offered.id,
        tokenHash: hashOf(token),
        publicKey,
        commitment,
        serverNonce: randomBytes(32).toString("base64url"),
        from: { name: plainName(name, label), label, address, scopes: offered.scopes },
        words: null,
        expiresAt: now() + state.requestLastsMs,
      };
      become(state.begin(tried.book, attempt, now()));
      const { serverNonce, expiresAt } = attempt;
      return { request: token, serverKey: server.publicKey, serverNonce, expiresAt };
    },
    reveal: async ({ request, nonce }) => {
      const { publicKey: serverKey } = await identity();
      const attempt = state.attemptByToken(current(), hashOf(request));
      if (!attempt) throw new AppError("PAIRING_ENDED");
      if (!isCommitted(attempt.commitment, nonce)) {
        settle(attempt, { kind: "rejected" });
        deps.log.warn("A phone showed another nonce than it had committed to", { address: attempt.from.address });
        throw new AppError("PAIRING_ENDED");
      }
      const { publicKey: phoneKey, serverNonce } = attempt;
      const words = wordNumbers(wordsTranscript({ phoneKey, serverKey, phoneNonce: nonce, serverNonce }));
      become(state.showWords(book, attempt.id, words));
      return { words };
    },
    wait: async ({ request }, signal) => {
      const tokenHash = hashOf(request);
      const outcome = () => {
        const settled = state.outcomeByToken(current(), tokenHash);
        if (settled) return settled;
        return state.attemptByToken(book, tokenHash) ? { kind: "waiting" as const } : { kind: "expired" as const };
      };
      const enough = AbortSignal.any([signal, AbortSignal.timeout(waitAnswersAfterMs)]);
      for await (const seen of changes.follow(outcome, enough)) if (seen.kind !== "waiting") return seen;
      return { kind: "waiting" };
    },
    [Symbol.dispose]: () => clearTimeout(timer),
  };
}

/** Throws RELAY_OFF where no phone could reach this machine. */
function createOffer(relay: RelayStatus, scopes: readonly Scope[], now: number): Omit<state.OpenOffer, "wrongTries"> {
  if (relay.kind !== "open") throw new AppError("RELAY_OFF");
  const secret = randomBytes(secretBytes).toString("base64url");
  const code = String(randomInt(1_000_000)).padStart(6, "0");
  // In the fragment: it never reaches a server, a proxy or a log.
  const link = (url: string): string => `${url}/#pair=${secret}`;
  const offer: PairingOffer = {
    id: randomUUID(),
    code,
    link: link(relay.url),
    addressLinks: relay.addressUrls.map(link),
    scopes: [...scopes],
    expiresAt: now + state.offerLastsMs,
  };
  return { offer, secretHash: hashOf(secret), codeHash: hashOf(code) };
}
