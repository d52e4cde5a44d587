import { setTimeout as wait } from "node:timers/promises";
import { AppError } from "#shared/errors/appError.ts";

/** Calls again as long as the server says that it was only too often: what fills a library in a minute is no person. */
export async function patiently<T>(work: () => Promise<T>): Promise<T> {
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof AppError) || error.code !== "RATE_LIMITED") throw error;
      await wait(error.retryAfterMs ?? 1000);
    }
  }
}
