import { createSecret, hashSecret } from "./secrets.ts";

export const loginCodeMinutes = 5;
/** Links that may be open at once; a further one replaces the oldest. */
const maximumCodes = 20;
/** Wrong tries after which all open codes are void: who guesses gains nothing by being patient. */
const maximumWrongTries = 10;

/** One-time codes for the login link, kept in memory only: a restart voids them. */
export interface LoginCodes {
  create(): string;
  /** True once for a code that was created less than five minutes ago. */
  redeem(code: string): boolean;
}

export function createLoginCodes(now: () => number): LoginCodes {
  const expiryOf = new Map<string, number>();
  let wrongTries = 0;
  return {
    create: () => {
      const code = createSecret("");
      const [oldest] = expiryOf.keys();
      if (oldest !== undefined && expiryOf.size >= maximumCodes) expiryOf.delete(oldest);
      expiryOf.set(hashSecret(code), now() + loginCodeMinutes * 60_000);
      return code;
    },
    redeem: (code) => {
      const hash = hashSecret(code);
      const expiry = expiryOf.get(hash);
      expiryOf.delete(hash);
      if (expiry !== undefined && now() < expiry) {
        wrongTries = 0;
        return true;
      }
      wrongTries += 1;
      if (wrongTries >= maximumWrongTries) {
        expiryOf.clear();
        wrongTries = 0;
      }
      return false;
    },
  };
}
