import { createORPCClient, mapEventIterator, ORPCError } from "@orpc/client";
import { type StandardLinkClient, StandardRPCLink } from "@orpc/client/standard";
import { ClientPeer } from "@orpc/standard-server-peer";
import type { Client } from "../contract/contract.ts";
import { AppError, appErrorFromShape, errorShape } from "../errors/appError.ts";
import { maximumRpcMessageLength } from "./limits.ts";
import type { Link } from "./link.ts";

/**
 * The typed client over a link. Calls and streams reject with AppError alone: what the server said, or LINK_CLOSED when the link
 * ended first. `details.sent` of LINK_CLOSED tells whether the call may have taken effect. A server that sends something
 * unreadable is cut off. An aborted call rejects with the signal's reason.
 */
export function createRpcClient(link: Link): Client {
  let isClosed = false;
  const peer = new ClientPeer((message) => {
    if (typeof message !== "string") throw tooLarge("calls carry no files");
    if (message.length > maximumRpcMessageLength) throw tooLarge(`more than ${maximumRpcMessageLength} characters`);
    link.send("rpc", message);
  });
  link.onMessage("rpc", (message) => {
    peer.message(message).catch(() => link.close());
  });
  link.onClose(() => {
    isClosed = true;
    peer.close({ reason: new AppError("LINK_CLOSED", { details: { sent: true } }) });
  });
  const sender: StandardLinkClient<Record<never, never>> = {
    call: async (request) => {
      if (isClosed) throw new AppError("LINK_CLOSED", { details: { sent: false } });
      const response = await peer.request(request);
      return { ...response, body: async () => response.body };
    },
  };
  return createORPCClient(
    new StandardRPCLink(sender, {
      url: "http://orpc",
      interceptors: [
        async ({ next, signal }) => {
          try {
            return withAppErrors(await next(), signal);
          } catch (error) {
            throw toAppError(error, signal);
          }
        },
      ],
    }),
  );
}

function withAppErrors(output: unknown, signal: { readonly aborted: boolean } | undefined): unknown {
  if (!isAsyncIterator(output)) return output;
  return mapEventIterator(output, {
    value: async (value) => value,
    error: async (error) => toAppError(error, signal),
  });
}

function isAsyncIterator(value: unknown): value is AsyncIterator<unknown, unknown, void> {
  return typeof value === "object" && value !== null && Symbol.asyncIterator in value && "next" in value;
}

function toAppError(error: unknown, signal: { readonly aborted: boolean } | undefined): unknown {
  if (error instanceof AppError || signal?.aborted) return error;
  if (error instanceof ORPCError) {
    const shape = errorShape.safeParse(error.data);
    if (shape.success) return appErrorFromShape(shape.data);
  }
  return new AppError("INTERNAL", { message: error instanceof Error ? error.message : String(error), cause: error });
}

function tooLarge(reason: string): AppError {
  return new AppError("VALIDATION", { message: `The call is too large: ${reason}.` });
}
