import { ORPCError } from "@orpc/client";
import { ValidationError } from "@orpc/contract";
import { AppError } from "#shared/errors/appError.ts";
import type { Log } from "../observability/log.ts";
import { toAppError } from "../observability/toAppError.ts";

/** What a failed call is to its caller: an AppError as it is, bad input as VALIDATION with the paths, anything else INTERNAL. */
export function callError(error: unknown, call: string, log: Log): AppError {
  if (error instanceof ORPCError && error.code === "BAD_REQUEST") return invalidInput(error);
  return toAppError(error, { log, context: { call } });
}

/** An AppError as oRPC sends it: the code and status for programs, the whole shape as data. */
export function toWireError(error: AppError): ORPCError<string, unknown> {
  return new ORPCError(error.code, {
    status: error.status,
    message: error.message,
    data: error.toShape(),
    cause: error,
  });
}

function invalidInput(error: ORPCError<string, unknown>): AppError {
  const issues = error.cause instanceof ValidationError ? error.cause.issues : [];
  const problems = issues.slice(0, maximumProblems).map(({ path, message }) => ({
    path: (path ?? []).map((part) => String(typeof part === "object" ? part.key : part)).join("."),
    message,
  }));
  const message = problems.length === 0 ? error.message : problems.map(describe).join("; ");
  return new AppError("VALIDATION", { message, details: { problems }, cause: error });
}

/** So that an answer to hostile input stays small. */
const maximumProblems = 20;

function describe({ path, message }: { path: string; message: string }): string {
  return path === "" ? message : `${path}: ${message}`;
}
