/** Runs one piece of work after the other for each key, in the order they came. A failure is its caller's alone. */
export class Exclusively {
  readonly #last = new Map<string, Promise<void>>();

  async run<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
    const before = this.#last.get(key);
    const done = Promise.withResolvers<void>();
    this.#last.set(key, done.promise);
    try {
      await before;
      return await work();
    } finally {
      done.resolve();
      if (this.#last.get(key) === done.promise) this.#last.delete(key);
    }
  }

  /** Resolves when what was begun has ended, well or not. */
  async settled(): Promise<void> {
    await Promise.all(this.#last.values());
  }
}
