import type { AttentionItem } from "#shared/contract/attention.ts";
import { AppError } from "#shared/errors/appError.ts";
import type { AttentionOutcome } from "../contract.ts";

type Ended = (outcome: AttentionOutcome) => void;

/** How an item ended; null while it is open. */
export function outcomeOf({ answer, closedBy, state }: AttentionItem): AttentionOutcome | null {
  if (state === "answered" && answer !== null) return { kind: "answered", answer };
  return state === "closed" && closedBy !== null ? { kind: "closed", by: closedBy } : null;
}

/** Those who wait for an item to end. */
export class Outcomes implements Disposable {
  readonly #waiting = new Map<string, Set<Ended>>();
  readonly #closing = new AbortController();

  /** Rejects with the signal's reason, or UNAVAILABLE when the house closes. */
  async wait(id: string, signal: AbortSignal): Promise<AttentionOutcome> {
    const { promise, resolve, reject } = Promise.withResolvers<AttentionOutcome>();
    const either = AbortSignal.any([signal, this.#closing.signal]);
    const onAbort = (): void => reject(either.reason);
    if (either.aborted) throw either.reason;
    const waiting = this.#waiting.get(id) ?? new Set();
    this.#waiting.set(id, waiting.add(resolve));
    either.addEventListener("abort", onAbort, { once: true });
    try {
      return await promise;
    } finally {
      either.removeEventListener("abort", onAbort);
      waiting.delete(resolve);
      if (waiting.size === 0) this.#waiting.delete(id);
    }
  }

  changed(item: AttentionItem): void {
    const outcome = outcomeOf(item);
    if (outcome === null) return;
    for (const ended of this.#waiting.get(item.id) ?? []) ended(outcome);
  }

  [Symbol.dispose](): void {
    this.#closing.abort(new AppError("UNAVAILABLE", { message: "Quarterdeck is closing." }));
  }
}
