import { AppError } from "#shared/errors/appError.ts";
import { type BucketRate, type FullAt, takeFrom } from "./tokenBucket.ts";

/** Limits how much each client may do, and all of them together. */
export interface RateLimit {
  /** Throws RATE_LIMITED, with how long to wait; then nothing was taken. */
  take(client: string, cost?: number): void;
  /** Takes if that is allowed now, and answers 0; else how many milliseconds to wait, having taken nothing. */
  tryTake(client: string, cost?: number): number;
}

/** How much more all clients together may do than one. */
const globalFactor = 10;
/** Clients remembered. Beyond it the one unseen longest is forgotten; what all of them may do together stays bounded. */
const maximumClients = 10_000;

/** Buckets start full. `limit` is what a refused client is told: how many a minute, where they are counted. */
export function createRateLimit(
  rate: BucketRate,
  { limit, now = () => performance.now() }: { readonly limit?: number; readonly now?: () => number } = {},
): RateLimit {
  const all: BucketRate = { capacity: rate.capacity * globalFactor, perSecond: rate.perSecond * globalFactor };
  const buckets = new Map<string, FullAt>();
  let fullAtOfAll: FullAt = Number.NEGATIVE_INFINITY;

  const tryTake = (client: string, cost = 1): number => {
    const time = now();
    const own = takeFrom(buckets.get(client) ?? Number.NEGATIVE_INFINITY, cost, time, rate);
    const shared = takeFrom(fullAtOfAll, cost, time, all);
    if (!own.isGranted) return Math.max(own.retryAfterMs, shared.isGranted ? 0 : shared.retryAfterMs);
    if (!shared.isGranted) return shared.retryAfterMs;
    fullAtOfAll = shared.fullAt;
    buckets.delete(client);
    if (buckets.size >= maximumClients) forget(buckets, time);
    buckets.set(client, own.fullAt);
    return 0;
  };
  return {
    tryTake,
    take: (client, cost) => {
      const retryAfterMs = tryTake(client, cost);
      if (retryAfterMs === 0) return;
      throw new AppError("RATE_LIMITED", { retryAfterMs, ...(limit === undefined ? {} : { details: { limit } }) });
    },
  };
}

/** Makes room: the buckets that are full anyway, else the one used longest ago. */
function forget(buckets: Map<string, FullAt>, now: number): void {
  for (const [client, fullAt] of buckets) if (fullAt <= now) buckets.delete(client);
  const [oldest] = buckets.keys();
  if (oldest !== undefined && buckets.size >= maximumClients) buckets.delete(oldest);
}
