import { setTimeout as wait } from "node:timers/promises";
import { AppError } from "#shared/errors/appError.ts";
import { backoffDelay, type RetryPolicy } from "#shared/retry/retryPolicy.ts";

export interface RetryOptions {
  readonly policy: RetryPolicy;
  readonly signal: AbortSignal;
  /** Before each wait: the attempt that comes next (from 2 on), and when. */
  readonly onRetry?: (next: { readonly attempt: number; readonly delayMs: number; readonly error: AppError }) => void;
  /** Whether a failure may be tried again; `retryable` of the error unless told. */
  readonly isRetryable?: (error: AppError) => boolean;
  readonly random?: () => number;
}

/**
 * Does the work, and again where it failed for a passing reason, at most `policy.attempts` times. What is not an AppError is a bug
 * and passes through at once. A server's own `retryAfterMs` is waited for where it is longer than ours; beyond the policy's ceiling
 * it is not worth holding somebody up, and the error is thrown. Throws the last error, or the signal's reason.
 */
export async function withRetry<Result>(
  work: (attempt: number) => Promise<Result>,
  { policy, signal, onRetry, isRetryable = ({ retryable }) => retryable, random = Math.random }: RetryOptions,
): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    signal.throwIfAborted();
    try {
      return await work(attempt);
    } catch (error) {
      signal.throwIfAborted();
      if (!(error instanceof AppError) || !isRetryable(error) || attempt >= policy.attempts) throw error;
      const asked = error.retryAfterMs ?? 0;
      if (asked > policy.ceilingMs) throw error;
      const delayMs = Math.max(backoffDelay(policy, attempt - 1, random()), asked);
      onRetry?.({ attempt: attempt + 1, delayMs, error });
      await waitOrAbort(delayMs, signal);
    }
  }
}

async function waitOrAbort(delayMs: number, signal: AbortSignal): Promise<void> {
  try {
    await wait(delayMs, undefined, { signal });
  } catch {
    // The timer's own error hides why: the reason is what the caller knows.
    signal.throwIfAborted();
  }
}
