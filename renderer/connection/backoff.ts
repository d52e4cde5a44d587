/** How long to wait between attempts: grows by `factor` from `baseMs` to `ceilingMs`, plus a random part so that clients spread out. */
export interface BackoffPolicy {
  readonly baseMs: number;
  readonly factor: number;
  readonly ceilingMs: number;
  readonly jitterMs: number;
}

/** Calls: the figures of reference 3.1. */
export const callPolicy = { baseMs: 1000, factor: 2, ceilingMs: 5000, jitterMs: 1000 } as const satisfies BackoffPolicy;
export const callAttempts = 3;

/**
 * The link: quick at first (a server that restarts is back in a second, a phone that changes its network in two), at most 10 s apart,
 * without end.
 */
export const linkPolicy = { baseMs: 250, factor: 1.5, ceilingMs: 9500, jitterMs: 500 } as const satisfies BackoffPolicy;

/** The wait after failed attempt number `attempt`, counted from 0; `random` in [0, 1). */
export function backoffDelay(policy: BackoffPolicy, attempt: number, random: number): number {
  const grown = Math.min(policy.baseMs * policy.factor ** attempt, policy.ceilingMs);
  return grown + Math.floor(random * policy.jitterMs);
}
