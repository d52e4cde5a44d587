import { randomUUID } from "node:crypto";
import { AppError } from "#shared/errors/appError.ts";
import type { ErrorCode } from "#shared/errors/errorCatalogue.ts";
import type { Log, LogContext } from "./log.ts";

export interface ErrorReporting {
  readonly log: Log;
  /** Counts by code, as the metrics do. */
  readonly countError?: (code: ErrorCode) => void;
  /** What was going on, for the log. */
  readonly context?: LogContext;
}

/** Logs what nobody expected, with its context, and returns the id under which it stands in the log. */
function reportUnexpected(error: unknown, { log, context = {} }: Pick<ErrorReporting, "log" | "context">): string {
  const correlationId = randomUUID();
  log.child({ correlationId }).error("Something unexpected went wrong", { ...context, error });
  return correlationId;
}

/**
 * What a caller is told: an AppError as it is; anything else, which is a bug, is logged and becomes one opaque INTERNAL that
 * carries nothing but the id of the log entry.
 */
export function toAppError(error: unknown, { log, countError, context }: ErrorReporting): AppError {
  const known = error instanceof AppError ? error : null;
  const result =
    known ??
    new AppError("INTERNAL", {
      details: { correlationId: reportUnexpected(error, { log, ...(context ? { context } : {}) }) },
      cause: error,
    });
  countError?.(result.code);
  return result;
}
