/** How long a repeated call is recognised. */
const rememberMs = 10 * 60_000;

/** Runs what has the same key once within ten minutes: a repeated call gets the first one's answer. A failure is not remembered. */
export class Idempotency<Result> {
  readonly #results = new Map<string, { readonly result: Promise<Result>; readonly at: number }>();

  async once(key: string | undefined, run: () => Promise<Result>): Promise<Result> {
    if (key === undefined) return await run();
    this.#forgetOld();
    const known = this.#results.get(key);
    if (known) return await known.result;
    const result = run();
    this.#results.set(key, { result, at: Date.now() });
    try {
      return await result;
    } catch (error) {
      this.#results.delete(key);
      throw error;
    }
  }

  #forgetOld(): void {
    const oldest = Date.now() - rememberMs;
    for (const [key, { at }] of this.#results) {
      if (at >= oldest) return;
      this.#results.delete(key);
    }
  }
}
