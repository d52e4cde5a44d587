/** How fast a bucket fills, and how much it holds: `capacity` may be used at once, then `perSecond`. */
export interface BucketRate {
  readonly capacity: number;
  readonly perSecond: number;
}

/**
 * A token bucket as one number: when it will be full again, in milliseconds. One that was never used, or not for long, is full, so
 * nothing needs to be kept for it (the generic cell rate algorithm, ITU-T I.371, says the same the other way round).
 */
export type FullAt = number;

/** Rounding of times in floating point must not refuse who waited exactly as long as was asked. */
const toleranceMs = 1e-3;

/**
 * What taking `cost` at `now` would do. Granted: when the bucket is full again then. Refused: after how many whole milliseconds the
 * same would be granted if nobody else took anything. What costs more than the bucket holds is granted when it is full.
 */
export function takeFrom(
  fullAt: FullAt,
  cost: number,
  now: number,
  { capacity, perSecond }: BucketRate,
):
  | { readonly isGranted: true; readonly fullAt: FullAt }
  | { readonly isGranted: false; readonly retryAfterMs: number } {
  const msPerToken = 1000 / perSecond;
  const capacityMs = capacity * msPerToken;
  const after = Math.max(fullAt, now) + Math.min(cost, capacity) * msPerToken;
  const excess = after - now - capacityMs;
  if (excess > toleranceMs) return { isGranted: false, retryAfterMs: Math.ceil(excess) };
  return { isGranted: true, fullAt: after };
}
