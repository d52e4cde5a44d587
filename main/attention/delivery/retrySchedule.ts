/** Half a minute, doubled with each failure, at most half an hour apart, eight times: about two hours in all. */
const firstDelayMs = 30_000;
const longestDelayMs = 1_800_000;
const maximumAttempts = 8;

/**
 * When to try again after this many failed attempts, in milliseconds since the epoch; null when it is given up. The other side may
 * ask for more time, up to the longest delay.
 */
export function retryAt(attempts: number, now: number, retryAfterMs: number | null): number | null {
  if (attempts >= maximumAttempts) return null;
  const delay = Math.min(firstDelayMs * 2 ** (attempts - 1), longestDelayMs);
  return now + Math.min(Math.max(delay, retryAfterMs ?? 0), longestDelayMs);
}
