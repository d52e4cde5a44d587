import { contract } from "#shared/contract/contract.ts";
import type { ProcedureMeta } from "#shared/contract/procedure.ts";
import { AppError } from "#shared/errors/appError.ts";

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

/** The error as one of ours. The client throws nothing else; what comes from elsewhere is a bug and becomes INTERNAL. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  return new AppError("INTERNAL", { message: error instanceof Error ? error.message : String(error), cause: error });
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
