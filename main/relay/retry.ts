/** When to try again what failed. */
export interface Retry extends Disposable {
  /** Tries again after a while, a longer one each time. */
  failed(): void;
  succeeded(): void;
  /** Forgets the failures: circumstances have changed. */
  reset(): void;
}

const firstDelayMs = 1_000;
const maximumDelayMs = 60_000;

/** 1 s, 2 s, 4 s … up to a minute, give or take a quarter, without end. */
export function createRetry(tryAgain: () => void): Retry {
  let failures = 0;
  let timer: NodeJS.Timeout | undefined;
  let isDisposed = false;
  const reset = (): void => {
    clearTimeout(timer);
    failures = 0;
  };
  return {
    failed: () => {
      clearTimeout(timer);
      if (isDisposed) return;
      const delay = Math.min(firstDelayMs * 2 ** failures, maximumDelayMs);
      failures += 1;
      timer = setTimeout(tryAgain, delay * (0.75 + Math.random() / 2)).unref();
    },
    succeeded: reset,
    reset,
    [Symbol.dispose]: () => {
      isDisposed = true;
      clearTimeout(timer);
    },
  };
}
