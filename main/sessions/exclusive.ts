/** One piece of work at a time for each key; more is refused, not queued. */
export class Exclusive {
  readonly #running = new Map<string, Promise<unknown>>();

  has(key: string): boolean {
    return this.#running.has(key);
  }

  async run<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
    const done = work();
    this.#running.set(key, done);
    try {
      return await done;
    } finally {
      this.#running.delete(key);
    }
  }

  /** Resolves when all that runs now has ended, well or not. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#running.values());
  }
}
