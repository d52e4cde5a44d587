import { AppError } from "#shared/errors/appError.ts";

/** Authenticated connections of all kinds together. */
export const maximumConnections = 100;

/** Counts live connections, whatever they speak, against one limit. */
export interface ConnectionLimit {
  /** Takes a place at once, so that no rush gets past the limit; the result gives it back. Throws TOO_MANY_CONNECTIONS. */
  take(): () => void;
  readonly count: number;
}

export function createConnectionLimit(limit: number = maximumConnections): ConnectionLimit {
  const taken = new Set<symbol>();
  return {
    take: () => {
      if (taken.size >= limit) throw new AppError("TOO_MANY_CONNECTIONS", { details: { current: taken.size, limit } });
      const place = Symbol("connection");
      taken.add(place);
      return () => taken.delete(place);
    },
    get count() {
      return taken.size;
    },
  };
}
