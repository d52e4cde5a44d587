import { AppError } from "#shared/errors/appError.ts";
import type { Caller } from "../core/caller.ts";
import type { Phones } from "../phones/contract.ts";

/** Counts live connections, whatever they speak and however they came in, against one limit, and each phone's against its own. */
export interface ConnectionLimit {
  /** Takes a place at once, so that no rush gets past the limit; the result gives it back. Throws TOO_MANY_CONNECTIONS. */
  take(caller: Caller, address: string): () => void;
  readonly count: number;
}

/** `maximum` is asked at each take: a lower limit ends nobody, it lets nobody more in. */
export function createConnectionLimit(maximum: () => number, phones: Pick<Phones, "connected">): ConnectionLimit {
  const taken = new Set<symbol>();
  return {
    take: (caller, address) => {
      const limit = maximum();
      if (taken.size >= limit) throw new AppError("TOO_MANY_CONNECTIONS", { details: { current: taken.size, limit } });
      const leavePhone = caller.kind === "phone" ? phones.connected(caller.credentialId, address) : undefined;
      const place = Symbol("connection");
      taken.add(place);
      return () => {
        if (taken.delete(place)) leavePhone?.();
      };
    },
    get count() {
      return taken.size;
    },
  };
}
