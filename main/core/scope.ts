/** Something that is open until it is disposed. */
export type Closable = AsyncDisposable | Disposable;

/**
 * Owns what was made in it and closes it, newest first. A failing close does not keep the others from closing; the errors come
 * together at the end. What is added after the scope closed is closed at once.
 */
export class Scope implements AsyncDisposable {
  #stack: Closable[] = [];
  #closing: Promise<void> | undefined;
  readonly #abort = new AbortController();

  /** Aborted when closing begins, before anything is closed: long work stops first, then is waited for. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  /** Takes ownership and hands the same thing back, so that making and owning are one statement. */
  use<T extends Closable>(closable: T): T {
    if (this.#closing) {
      void close(closable);
      throw new Error("The scope is closed");
    }
    this.#stack.push(closable);
    return closable;
  }

  /** Owns a plain clean-up function. */
  defer(cleanUp: () => void | Promise<void>): void {
    this.use({ [Symbol.asyncDispose]: async () => await cleanUp() });
  }

  [Symbol.asyncDispose](): Promise<void> {
    this.#closing ??= this.#closeAll();
    return this.#closing;
  }

  async #closeAll(): Promise<void> {
    this.#abort.abort(new Error("closing"));
    const errors: unknown[] = [];
    for (let next = this.#stack.pop(); next; next = this.#stack.pop()) {
      try {
        await close(next);
      } catch (error) {
        errors.push(error);
      }
    }
    if (errors.length === 1) throw errors[0];
    if (errors.length > 1) throw new AggregateError(errors, "Several things did not close");
  }
}

async function close(closable: Closable): Promise<void> {
  if (Symbol.asyncDispose in closable) await closable[Symbol.asyncDispose]();
  else closable[Symbol.dispose]();
}
