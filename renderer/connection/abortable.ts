/** The result, or the signal's reason as soon as it fires, even where the work itself does not heed the signal. */
export async function untilAborted<T>(result: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const onAbort = (): void => reject(signal.reason);
  if (signal.aborted) onAbort();
  signal.addEventListener("abort", onAbort, { once: true });
  try {
    return await Promise.race([promise, result]);
  } finally {
    signal.removeEventListener("abort", onAbort);
  }
}

/** Resolves after the time; rejects with the signal's reason at once when it fires. */
export async function abortableWait(delayMs: number, signal: AbortSignal): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, delayMs);
  try {
    await untilAborted(promise, signal);
  } finally {
    clearTimeout(timer);
  }
}
