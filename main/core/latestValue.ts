/** A value that changes, followed by readers of any speed: each gets the latest one, never a queue of those in between. */
export interface LatestValue {
  /** Something changed: every reader looks again. */
  changed(): void;
  /** The value now and after every change that made a difference, until aborted. */
  follow<T>(read: () => T, signal?: AbortSignal): AsyncGenerator<T, void, void>;
}

export function createLatestValue(): LatestValue {
  const readers = new Set<() => void>();
  return {
    changed: () => {
      for (const wake of readers) wake();
    },
    follow: async function* (read, signal) {
      let stale = Promise.withResolvers<void>();
      const wake = (): void => stale.resolve();
      readers.add(wake);
      signal?.addEventListener("abort", wake, { once: true });
      try {
        for (let told = ""; !signal?.aborted; await stale.promise) {
          stale = Promise.withResolvers<void>();
          const value = read();
          const text = JSON.stringify(value);
          if (text !== told) yield value;
          told = text;
        }
      } finally {
        readers.delete(wake);
        signal?.removeEventListener("abort", wake);
      }
    },
  };
}
