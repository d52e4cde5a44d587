import { OpenAPIHandler } from "@orpc/openapi/fastify";
import type { StandardHandlerOptions } from "@orpc/server/standard";
import { errorShape } from "#shared/errors/appError.ts";
import type { CallContext } from "../context.ts";
import type { Handlers } from "../handlers.ts";
import { isRestCall } from "./restCalls.ts";

/** The contract's calls over HTTP, but for those that belong to a live link. Errors are the one shape, as it is. */
export function createRestHandler(
  handlers: Handlers,
  pipeline: StandardHandlerOptions<CallContext>,
): OpenAPIHandler<CallContext> {
  return new OpenAPIHandler<CallContext>(handlers, {
    ...pipeline,
    filter: ({ contract }) => isRestCall(contract),
    customErrorResponseBodyEncoder: (error) => {
      const shape = errorShape.safeParse(error.data);
      return shape.success ? shape.data : undefined;
    },
  });
}
