import { AppError } from "#shared/errors/appError.ts";

/** A person mistypes and a forgotten tab knocks on with its old cookie every few seconds; a guesser needs 2^256 tries. */
const burst = 30;
const perSecond = 0.5;
/** Addresses remembered; beyond it the oldest are forgotten, which on a machine's own listener never happens in earnest. */
const maximumAddresses = 10_000;

/** Slows down who fails to authenticate, by address and without exception: loopback counts like any other. */
export interface FailureLimit {
  /** Throws RATE_LIMITED while an address has used up its failures, whatever it shows now. */
  check(address: string): void;
  failed(address: string): void;
}

export function createFailureLimit(now: () => number = () => performance.now()): FailureLimit {
  const buckets = new Map<string, { used: number; at: number }>();
  const usedNow = (address: string): number => {
    const bucket = buckets.get(address);
    return bucket ? Math.max(0, bucket.used - ((now() - bucket.at) / 1000) * perSecond) : 0;
  };
  return {
    check: (address) => {
      const excess = usedNow(address) - burst + 1;
      if (excess <= 0) return;
      throw new AppError("RATE_LIMITED", { retryAfterMs: Math.ceil((excess / perSecond) * 1000) });
    },
    failed: (address) => {
      const used = usedNow(address) + 1;
      buckets.delete(address);
      const [oldest] = buckets.keys();
      if (oldest !== undefined && buckets.size >= maximumAddresses) buckets.delete(oldest);
      buckets.set(address, { used, at: now() });
    },
  };
}
