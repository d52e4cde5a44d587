import type { PairingOffer, PairingRequest, PairingState } from "#shared/contract/phones.ts";
import { isSameHash } from "./secretHash.ts";

export const offerLastsMs = 300_000;
/** How long a phone may take from the code to the words, and a person to compare them. */
export const requestLastsMs = 300_000;
export const wrongTriesAllowed = 5;
/** A person confirms one after the other; more that wait push out the oldest. */
export const maximumAttempts = 5;
/** Outcomes that are kept for phones that have not asked for them yet. */
const maximumOutcomes = 10;

/** An offer with the hashes of what gets in by it. */
export interface OpenOffer {
  readonly offer: PairingOffer;
  readonly secretHash: Buffer;
  readonly codeHash: Buffer;
  readonly wrongTries: number;
}

/** A phone that used an offer. It carries the offer's id on, which nobody else can have: an offer is used once. */
export interface Attempt {
  readonly id: string;
  /** Of what the phone names this pairing by. */
  readonly tokenHash: Buffer;
  readonly publicKey: string;
  readonly commitment: string;
  readonly serverNonce: string;
  readonly from: Pick<PairingRequest, "name" | "label" | "address" | "scopes">;
  /** Null until the phone has shown its nonce: before that there is nothing to compare, and nothing is shown. */
  readonly words: readonly number[] | null;
  readonly expiresAt: number;
}

export type Outcome =
  | { readonly kind: "rejected" }
  | { readonly kind: "expired" }
  | {
      readonly kind: "paired";
      readonly phone: string;
      readonly name: string;
      readonly scopes: PairingRequest["scopes"];
    };

/** Everything about pairing at one moment. */
export interface PairingBook {
  readonly open: OpenOffer | null;
  readonly attempts: readonly Attempt[];
  readonly outcomes: readonly { readonly tokenHash: Buffer; readonly outcome: Outcome; readonly until: number }[];
  /** The last offer that is over: who shows its code is told so instead of "wrong". */
  readonly over: Pick<OpenOffer, "secretHash" | "codeHash"> | null;
  readonly lastEnd: PairingState["lastEnd"];
}

export const emptyBook: PairingBook = { open: null, attempts: [], outcomes: [], over: null, lastEnd: null };

type EndReason = NonNullable<PairingState["lastEnd"]>["reason"];
export type Proof = { readonly kind: "secret" | "code"; readonly hash: Buffer };

/** What people see of it. */
export function shownState({ open, attempts, lastEnd }: PairingBook): PairingState {
  const requests = attempts.flatMap(({ id, from, words, expiresAt }) =>
    words === null ? [] : [{ id, ...from, words: [...words], expiresAt }],
  );
  return { offers: open ? [open.offer] : [], requests, lastEnd };
}

/** Ends what has had its time. Every other step begins with it. */
export function expire(book: PairingBook, now: number): PairingBook {
  let next = book;
  if (next.open && next.open.offer.expiresAt <= now) next = endOffer(next, "expired");
  for (const attempt of next.attempts)
    if (attempt.expiresAt <= now) next = endAttempt(next, attempt, { kind: "expired" }, "expired", now);
  const outcomes = next.outcomes.filter(({ until }) => until > now);
  return outcomes.length === next.outcomes.length ? next : { ...next, outcomes };
}

/** When something ends by itself next; null while nothing can. */
export function nextEnd({ open, attempts, outcomes }: PairingBook): number | null {
  const times = [
    ...(open ? [open.offer.expiresAt] : []),
    ...attempts.map(({ expiresAt }) => expiresAt),
    ...outcomes.map(({ until }) => until),
  ];
  return times.length === 0 ? null : Math.min(...times);
}

/** There is one open offer at most: a new one takes the place of the last. */
export function openOffer(book: PairingBook, offer: Omit<OpenOffer, "wrongTries">): PairingBook {
  return { ...(book.open ? endOffer(book, "withdrawn") : book), open: { ...offer, wrongTries: 0 } };
}

/** Takes an offer back, and turns away the phone that used it already. Another id changes nothing. */
export function withdraw(book: PairingBook, id: string, now: number): PairingBook {
  if (book.open?.offer.id === id) return endOffer(book, "withdrawn");
  const attempt = book.attempts.find((one) => one.id === id);
  return attempt ? endAttempt(book, attempt, { kind: "rejected" }, "withdrawn", now) : book;
}

/** Whether a phone may begin. A wrong try is counted; the fifth ends the offer. */
export function tryOffer(
  book: PairingBook,
  proof: Proof,
): { readonly book: PairingBook; readonly result: "right" | "wrong" | "over" } {
  if (book.open && fits(book.open, proof)) return { book, result: "right" };
  if (book.over && fits(book.over, proof)) return { book, result: "over" };
  if (!book.open) return { book, result: "wrong" };
  const wrongTries = book.open.wrongTries + 1;
  const counted = { ...book, open: { ...book.open, wrongTries } };
  return {
    book: wrongTries < wrongTriesAllowed ? counted : endOffer(counted, "too-many-wrong-codes"),
    result: "wrong",
  };
}

/** The offer is used up by this phone. Only after tryOffer said that it is right. */
export function begin(book: PairingBook, attempt: Attempt, now: number): PairingBook {
  const used = { ...book, open: null, over: book.open };
  const [oldest] = used.attempts;
  const withRoom =
    oldest && used.attempts.length >= maximumAttempts
      ? endAttempt(used, oldest, { kind: "expired" }, "expired", now)
      : used;
  return { ...withRoom, attempts: [...withRoom.attempts, attempt] };
}

/** The phone's nonce was checked against its commitment, and these are the words. */
export function showWords(book: PairingBook, id: string, words: readonly number[]): PairingBook {
  return { ...book, attempts: book.attempts.map((one) => (one.id === id ? { ...one, words } : one)) };
}

/** Ends an attempt: confirmed, turned away, or caught cheating. */
export function settle(book: PairingBook, attempt: Attempt, outcome: Outcome, now: number): PairingBook {
  return endAttempt(book, attempt, outcome, outcome.kind === "paired" ? null : outcome.kind, now);
}

export function attemptByToken({ attempts }: PairingBook, tokenHash: Buffer): Attempt | undefined {
  return attempts.find((attempt) => isSameHash(attempt.tokenHash, tokenHash));
}

export function outcomeByToken({ outcomes }: PairingBook, tokenHash: Buffer): Outcome | undefined {
  return outcomes.find((one) => isSameHash(one.tokenHash, tokenHash))?.outcome;
}

function fits({ secretHash, codeHash }: Pick<OpenOffer, "secretHash" | "codeHash">, { kind, hash }: Proof): boolean {
  return isSameHash(kind === "secret" ? secretHash : codeHash, hash);
}

function endOffer(book: PairingBook, reason: EndReason): PairingBook {
  const { open } = book;
  return open ? { ...book, open: null, over: open, lastEnd: { offer: open.offer.id, reason } } : book;
}

function endAttempt(
  book: PairingBook,
  { id, tokenHash }: Attempt,
  outcome: Outcome,
  reason: EndReason | null,
  now: number,
): PairingBook {
  // What was decided last holds: a confirmation that was being written when the time ran out is a confirmation.
  const others = book.outcomes.filter((one) => !isSameHash(one.tokenHash, tokenHash));
  return {
    ...book,
    attempts: book.attempts.filter((one) => one.id !== id),
    outcomes: [...others, { tokenHash, outcome, until: now + requestLastsMs }].slice(-maximumOutcomes),
    lastEnd: reason === null ? book.lastEnd : { offer: id, reason },
  };
}
