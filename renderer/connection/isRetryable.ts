import { AppError } from "#shared/errors/appError.ts";

const retryableCategories: ReadonlySet<unknown> = new Set(["temporary", "network", "database"]);
const retryableNetworkCodes: ReadonlySet<unknown> = new Set(["ECONNABORTED", "ECONNRESET"]);

/**
 * Whether making the same call again may help (reference 3.1 and 3.2). Our own errors say so themselves, except that a mutation
 * whose outcome is unknown is never repeated. Of foreign shapes, `{ error, error_code, retryable }` decides first; without it
 * network codes and HTTP statuses do.
 */
export function isRetryable(error: unknown): boolean {
  if (typeof error !== "object" || error === null) return false;
  if (isAbort(error)) return false;
  if (error instanceof AppError) return error.retryable && error.details.outcome !== "unknown";
  const { retryable, error_code: errorCode, code, status } = fields(error);
  if (typeof retryable === "boolean") return retryable;
  if (errorCode !== undefined) return retryableCategories.has(errorCode);
  if (retryableNetworkCodes.has(code)) return true;
  return typeof status === "number" && (status >= 500 || status === 429 || status === 408);
}

/** Whether the failure is our own cancelling, which is nobody's error. */
export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}

function fields(error: object): { retryable?: unknown; error_code?: unknown; code?: unknown; status?: unknown } {
  return error;
}

/** How long the error itself asks to wait, in milliseconds. */
export function askedDelay(error: unknown): number {
  return error instanceof AppError ? (error.retryAfterMs ?? 0) : 0;
}
