import { mapEventIterator } from "@orpc/client";
import type { StandardHandlerOptions } from "@orpc/server/standard";
import { AppError } from "#shared/errors/appError.ts";
import type { Metrics } from "../observability/createMetrics.ts";
import type { Log } from "../observability/log.ts";
import { callError, toWireError } from "./callErrors.ts";
import type { CallContext } from "./context.ts";

export interface CallPipelineDeps {
  /** Where failures go that nobody expected. */
  readonly log: Log;
  /** Streams are observed when they begin, and again if they fail later. */
  readonly metrics: Pick<Metrics, "observeRequest" | "countError">;
}

/** What every call passes through, whether it came over a link or over REST: errors become ours, and all of them are counted. */
export function createCallPipeline({ log, metrics }: CallPipelineDeps): StandardHandlerOptions<CallContext> {
  return {
    interceptors: [
      async ({ next }) => {
        try {
          return await next();
        } catch (error) {
          // What fails outside the procedure is the reading of its input.
          const isOurs = error instanceof Error && "data" in error;
          throw isOurs
            ? error
            : toWireError(new AppError("VALIDATION", { message: "The input cannot be read.", cause: error }));
        }
      },
    ],
    clientInterceptors: [
      async ({ next, path }) => {
        const call = path.join(".");
        const begin = performance.now();
        const ended = (code: string) => metrics.observeRequest(call, code, performance.now() - begin);
        const fail = (error: unknown) => {
          const failure = callError(error, call, log);
          ended(failure.code);
          metrics.countError(failure.code);
          return toWireError(failure);
        };
        try {
          const output = await next();
          ended("OK");
          if (!isEventIterator(output)) return output;
          return mapEventIterator(output, { value: async (value) => value, error: async (error) => fail(error) });
        } catch (error) {
          throw fail(error);
        }
      },
    ],
  };
}

function isEventIterator(value: unknown): value is AsyncIterator<unknown, unknown, void> {
  return typeof value === "object" && value !== null && Symbol.asyncIterator in value && "next" in value;
}
