import type { FastifyInstance, FastifyReply } from "fastify";
import { AppError } from "#shared/errors/appError.ts";
import type { ErrorCode } from "#shared/errors/errorCatalogue.ts";
import type { Log } from "../observability/log.ts";
import { toAppError } from "../observability/toAppError.ts";

/** Every refusal and failure of an HTTP request as the one error shape. */
export function answerErrors(server: FastifyInstance, log: Log, countError: (code: ErrorCode) => void): void {
  server.setErrorHandler((error, request, reply) => {
    const known = asAppError(error) ?? toAppError(error, { log, context: { route: request.routeOptions.url ?? "" } });
    countError(known.code);
    sendError(reply, known);
  });
}

/** Sends an error with its status, and with Retry-After where waiting helps. */
export function sendError(reply: FastifyReply, error: AppError): FastifyReply {
  if (error.retryAfterMs !== undefined) reply.header("retry-after", Math.ceil(error.retryAfterMs / 1000));
  if (error.code === "UNAUTHENTICATED") reply.header("www-authenticate", 'Bearer realm="quarterdeck"');
  return reply.code(error.status).header("cache-control", "no-store").send(error.toShape());
}

/** Fastify's own refusals (a body that is too large, broken or of another kind) in our words. */
function asAppError(error: unknown): AppError | null {
  if (error instanceof AppError) return error;
  const status = error instanceof Error && "statusCode" in error ? error.statusCode : undefined;
  if (status === 413) return new AppError("VALIDATION", { message: "The body is too large.", cause: error });
  if (status === 415) return new AppError("VALIDATION", { message: "The body must be JSON.", cause: error });
  if (typeof status === "number" && status >= 400 && status < 500)
    return new AppError("INVALID_JSON", { cause: error });
  return null;
}
