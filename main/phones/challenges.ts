import { randomBytes } from "node:crypto";

/** How long a challenge may be answered, in milliseconds. */
export const challengeLastsMs = 60_000;
/** A phone has a few connections; what it asks beyond that pushes out its own oldest, never another phone's. */
export const challengesPerPhone = 8;
export const challengesAtOnce = 1000;

interface Challenge {
  readonly phone: string;
  readonly phoneNonce: string;
  readonly expiresAt: number;
}

/** Nonces that were given to phones and not used yet. */
export interface Challenges {
  /** A fresh nonce, good for one proof of this phone. */
  give(phone: string, phoneNonce: string): string;
  /** The nonce that the phone gave for it; null if it is not this phone's, used, or too old. It is used up in any case. */
  take(phone: string, nonce: string): string | null;
  forget(phone: string): void;
  readonly count: number;
}

export function createChallenges(now: () => number): Challenges {
  // In the order in which they were given, which is the one in which they expire.
  const given = new Map<string, Challenge>();
  const makeRoom = (phone: string): void => {
    for (const [nonce, { expiresAt }] of given) {
      if (expiresAt > now()) break;
      given.delete(nonce);
    }
    const own = [...given].filter(([, challenge]) => challenge.phone === phone);
    if (own.length >= challengesPerPhone && own[0]) given.delete(own[0][0]);
    const [oldest] = given.keys();
    if (given.size >= challengesAtOnce && oldest !== undefined) given.delete(oldest);
  };
  return {
    give: (phone, phoneNonce) => {
      makeRoom(phone);
      const nonce = randomBytes(32).toString("base64url");
      given.set(nonce, { phone, phoneNonce, expiresAt: now() + challengeLastsMs });
      return nonce;
    },
    take: (phone, nonce) => {
      const challenge = given.get(nonce);
      given.delete(nonce);
      return challenge?.phone === phone && challenge.expiresAt > now() ? challenge.phoneNonce : null;
    },
    forget: (phone) => {
      for (const [nonce, challenge] of given) if (challenge.phone === phone) given.delete(nonce);
    },
    get count() {
      return given.size;
    },
  };
}
