import { AppError } from "#shared/errors/appError.ts";
import type { Caller } from "../core/caller.ts";
import type { Phones } from "../phones/contract.ts";
import type { WayIn } from "./liveConnections.ts";

/** Who takes a place. */
export interface Newcomer {
  readonly caller: Caller;
  /** The client's address. */
  readonly address: string;
  readonly gate: WayIn;
}

/** Counts live connections, whatever they speak and however they came in, against one limit, and each phone's against its own. */
export interface ConnectionLimit {
  /** Takes a place at once, so that no rush gets past the limit; the result gives it back. Throws TOO_MANY_CONNECTIONS. */
  take(newcomer: Newcomer): () => void;
  readonly count: number;
  /** Those that came in by this gate. */
  countBy(gate: WayIn): number;
}

export interface ConnectionLimitDeps {
  /** Asked at each take: a lower limit ends nobody, it lets nobody more in. */
  readonly maximum: () => number;
  readonly phones: Pick<Phones, "connected">;
  /** The count is another one. */
  readonly changed: () => void;
}

export function createConnectionLimit({ maximum, phones, changed }: ConnectionLimitDeps): ConnectionLimit {
  const taken = new Set<Newcomer>();
  return {
    take: ({ caller, address, gate }) => {
      const limit = maximum();
      if (taken.size >= limit) throw new AppError("TOO_MANY_CONNECTIONS", { details: { current: taken.size, limit } });
      const leavePhone = caller.kind === "phone" ? phones.connected(caller.credentialId, address) : undefined;
      const place: Newcomer = { caller, address, gate };
      taken.add(place);
      changed();
      return () => {
        if (!taken.delete(place)) return;
        leavePhone?.();
        changed();
      };
    },
    get count() {
      return taken.size;
    },
    countBy: (gate) => [...taken].filter((place) => place.gate === gate).length,
  };
}
