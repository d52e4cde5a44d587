/** How long to wait between attempts: grows by `factor` from `baseMs` to `ceilingMs`, plus a random part so that clients spread out. */
export interface BackoffPolicy {
  readonly baseMs: number;
  readonly factor: number;
  readonly ceilingMs: number;
  readonly jitterMs: number;
}

/** How often something is tried, and how long is waited in between. */
export interface RetryPolicy extends BackoffPolicy {
  /** The first one included. */
  readonly attempts: number;
}

/** The figures of reference 3.1, and those of 3.2 for conversations. */
export const defaultPolicy = {
  attempts: 3,
  baseMs: 1000,
  factor: 2,
  ceilingMs: 60_000,
  jitterMs: 0,
} as const satisfies RetryPolicy;
export const conversationPolicy = { ...defaultPolicy, baseMs: 500, ceilingMs: 10_000, jitterMs: 250 } as const;

/** The wait after failed attempt number `attempt`, counted from 0; `random` in [0, 1). */
export function backoffDelay(policy: BackoffPolicy, attempt: number, random: number): number {
  const grown = Math.min(policy.baseMs * policy.factor ** attempt, policy.ceilingMs);
  return grown + Math.floor(random * policy.jitterMs);
}
