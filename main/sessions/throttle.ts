/** Calls at once, then for the same key at most once in `everyMs`; the last of several calls always comes through. */
export class Throttle {
  readonly #everyMs: number;
  readonly #run: (key: string) => void;
  readonly #timers = new Map<string, { timer: NodeJS.Timeout; isDue: boolean }>();

  constructor(everyMs: number, run: (key: string) => void) {
    this.#everyMs = everyMs;
    this.#run = run;
  }

  call(key: string): void {
    const waiting = this.#timers.get(key);
    if (waiting) {
      waiting.isDue = true;
      return;
    }
    this.#wait(key);
    this.#run(key);
  }

  cancel(key: string): void {
    clearTimeout(this.#timers.get(key)?.timer);
    this.#timers.delete(key);
  }

  clear(): void {
    for (const key of [...this.#timers.keys()]) this.cancel(key);
  }

  #wait(key: string): void {
    const timer = setTimeout(() => {
      const isDue = this.#timers.get(key)?.isDue;
      this.#timers.delete(key);
      if (isDue) this.call(key);
    }, this.#everyMs);
    timer.unref();
    this.#timers.set(key, { timer, isDue: false });
  }
}
