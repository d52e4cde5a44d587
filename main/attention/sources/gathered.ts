/**
 * Tells the first at once and what comes soon after it together, at most once in each interval: a storm becomes one thing that grows. What was
 * told before stays part of what is told next, until it is cleared.
 */
export class Gathered<Value> {
  readonly #everyMs: number;
  readonly #add: (before: Value, fresh: Value) => Value;
  readonly #tell: (value: Value) => void;
  #value: Value | undefined;
  #hasNews = false;
  #timer: NodeJS.Timeout | undefined;

  constructor(everyMs: number, add: (before: Value, fresh: Value) => Value, tell: (value: Value) => void) {
    this.#everyMs = everyMs;
    this.#add = add;
    this.#tell = tell;
  }

  add(fresh: Value): void {
    this.#value = this.#value === undefined ? fresh : this.#add(this.#value, fresh);
    this.#hasNews = true;
    if (!this.#timer) this.#tellNow();
  }

  /** Forgets all: the next is a first one again. */
  clear(): void {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#value = undefined;
    this.#hasNews = false;
  }

  #tellNow(): void {
    this.#timer = undefined;
    if (!this.#hasNews || this.#value === undefined) {
      // Quiet for a whole interval: the storm is over.
      this.#value = undefined;
      return;
    }
    this.#hasNews = false;
    this.#tell(this.#value);
    this.#timer = setTimeout(() => this.#tellNow(), this.#everyMs);
    this.#timer.unref();
  }
}
