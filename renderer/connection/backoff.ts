import type { BackoffPolicy } from "#shared/retry/retryPolicy.ts";

/** Calls: the figures of reference 3.1. */
export const callPolicy = { baseMs: 1000, factor: 2, ceilingMs: 5000, jitterMs: 1000 } as const satisfies BackoffPolicy;
export const callAttempts = 3;

/**
 * The link: quick at first (a server that restarts is back in a second, a phone that changes its network in two), at most 10 s apart,
 * without end.
 */
export const linkPolicy = { baseMs: 250, factor: 1.5, ceilingMs: 9500, jitterMs: 500 } as const satisfies BackoffPolicy;

/**
 * How long attempt number `attempt`, counted from 0, may take. A network that swallows everything gives no answer at all: short at first,
 * so that a phone which has just come back is not kept waiting by an attempt of before; longer each time, for links that are that slow.
 */
export function attemptWithin(attempt: number): number {
  return Math.min(2500 * 1.5 ** attempt, 8000);
}
