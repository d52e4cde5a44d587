import { ORPCError } from "@orpc/client";
import { contract } from "#shared/contract/contract.ts";
import type { ProcedureMeta } from "#shared/contract/procedure.ts";
import { AppError, appErrorFromShape, errorShape } from "#shared/errors/appError.ts";
import { type ErrorCode, isErrorCode } from "#shared/errors/errorCatalogue.ts";

/**
 * Any failure of a call as an AppError. `details.outcome` is "unknown" where a mutation without an idempotency key may have
 * happened although no answer came: such a call is never repeated (see isRetryable).
 */
export function callError(error: unknown, path: readonly string[], input: unknown): AppError {
  const appError = toAppError(error);
  if (!hasUnknownOutcome(appError) || !isUnrepeatable(path, input)) return appError;
  return new AppError(appError.code, {
    message: appError.message,
    details: { ...appError.details, outcome: "unknown" },
    cause: error,
  });
}

/** The error as one of ours: as it is, from the shape the server sent, or from the protocol's own status. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  if (error instanceof ORPCError) {
    const shape = errorShape.safeParse(error.data);
    if (shape.success) return appErrorFromShape(shape.data);
    return new AppError(isErrorCode(error.code) ? error.code : codeOfStatus(error.status), {
      message: error.message,
      cause: error,
    });
  }
  return new AppError("INTERNAL", { message: error instanceof Error ? error.message : String(error), cause: error });
}

function codeOfStatus(status: number): ErrorCode {
  if (status === 401) return "UNAUTHENTICATED";
  if (status === 403) return "FORBIDDEN";
  if (status === 404) return "UNKNOWN_CALL";
  if (status === 400 || status === 422) return "VALIDATION";
  if (status === 408 || status === 504) return "TIMEOUT";
  if (status === 429) return "RATE_LIMITED";
  if (status === 502 || status === 503) return "UNAVAILABLE";
  return "INTERNAL";
}

/** No answer came, and the request had left this side. */
function hasUnknownOutcome(error: AppError): boolean {
  return (error.code === "LINK_CLOSED" || error.code === "TIMEOUT") && error.details.sent !== false;
}

function isUnrepeatable(path: readonly string[], input: unknown): boolean {
  return metaOf(path).mutation && !hasIdempotencyKey(input);
}

function hasIdempotencyKey(input: unknown): boolean {
  return (
    typeof input === "object" && input !== null && "idempotencyKey" in input && typeof input.idempotencyKey === "string"
  );
}

/** What the contract declares about a call; a call that it does not know counts as a mutation, which is the careful guess. */
export function metaOf(path: readonly string[]): ProcedureMeta {
  const careful: ProcedureMeta = { scope: "admin", mutation: true, rest: false };
  let found: unknown = contract;
  for (const name of path) {
    if (typeof found !== "object" || found === null) return careful;
    found = Object.hasOwn(found, name) ? Reflect.get(found, name) : undefined;
  }
  return isProcedure(found) ? found["~orpc"].meta : careful;
}

function isProcedure(value: unknown): value is { "~orpc": { meta: ProcedureMeta } } {
  return typeof value === "object" && value !== null && "~orpc" in value;
}
