import type { AttentionItem } from "#shared/contract/attention.ts";
import { AppError } from "#shared/errors/appError.ts";

export type Stage = "delivered" | "seen";

/** An item as somebody was asked for it: asked anew it has another time, and what was told before says nothing about now. */
export type Asked = Pick<AttentionItem, "id" | "updatedAt">;

export interface AcknowledgementsOptions {
  /** Tells the server; rejects where it could not be told. */
  readonly send: (ids: readonly string[], stage: Stage) => Promise<unknown>;
  /** Something other than a lost connection kept it from being told. */
  readonly onError: (error: unknown) => void;
}

/**
 * Tells the server once of each item, and once more when it asks anew, that it arrived in this page and that somebody looked at it. What could not be told for want of a
 * connection is told with the next one: telling twice does no harm, as the server keeps the first time.
 */
export interface Acknowledgements {
  add(stage: Stage, items: readonly Asked[]): void;
  /** There is a connection (again). */
  live(): void;
}

/** The contract's limit for one call. */
const maximumIds = 200;

export function createAcknowledgements({ send, onError }: AcknowledgementsOptions): Acknowledgements {
  const told: Record<Stage, Map<string, number>> = { delivered: new Map(), seen: new Map() };
  const waiting: Record<Stage, Set<string>> = { delivered: new Set(), seen: new Set() };
  let isDue = false;

  const flush = (): void => {
    isDue = false;
    for (const stage of ["delivered", "seen"] as const) {
      const ids = [...waiting[stage]];
      waiting[stage].clear();
      for (let start = 0; start < ids.length; start += maximumIds)
        void tell(stage, ids.slice(start, start + maximumIds));
    }
  };
  const tell = async (stage: Stage, ids: readonly string[]): Promise<void> => {
    try {
      await send(ids, stage);
    } catch (error) {
      for (const id of ids) waiting[stage].add(id);
      if (!(error instanceof AppError) || error.code !== "LINK_CLOSED") onError(error);
    }
  };
  const soon = (): void => {
    if (isDue) return;
    isDue = true;
    // What arrives or is seen together is told together.
    queueMicrotask(flush);
  };

  return {
    add: (stage, items) => {
      const fresh = items.filter(({ id, updatedAt }) => told[stage].get(id) !== updatedAt);
      if (fresh.length === 0) return;
      for (const { id, updatedAt } of fresh) {
        told[stage].set(id, updatedAt);
        waiting[stage].add(id);
      }
      soon();
    },
    live: () => {
      if (waiting.delivered.size > 0 || waiting.seen.size > 0) soon();
    },
  };
}
