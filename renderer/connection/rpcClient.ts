import { createORPCClient } from "@orpc/client";
import { StandardRPCLink } from "@orpc/client/standard";
import { ClientPeer } from "@orpc/standard-server-peer";
import type { Client } from "#shared/contract/contract.ts";
import { AppError } from "#shared/errors/appError.ts";
import type { Link } from "#shared/link/link.ts";
import { callError } from "./callOutcome.ts";

/** How long a call may stay without its first answer. The longest, a stop with its grace time, is far below. */
export const answerWithinMs = 60_000;

export interface RpcClient {
  /** The typed client. It stays the same across links; a call while there is no link fails at once with LINK_CLOSED, not sent. */
  readonly client: Client;
  /** Takes a fresh link into use; when it closes, calls in flight on it fail with LINK_CLOSED. */
  use(link: Link): void;
}

/** The typed client over whichever link is live. Failures of calls are AppErrors. */
export function createRpcClient(): RpcClient {
  let current: ClientPeer | undefined;

  const orpcLink = new StandardRPCLink<Record<never, never>>(
    {
      call: async (request) => {
        const peer = current;
        if (!peer) throw new AppError("LINK_CLOSED", { message: "There is no connection.", details: { sent: false } });
        const response = await answerOrTimeout(peer, request);
        return { ...response, body: () => Promise.resolve(response.body) };
      },
    },
    {
      url: "http://orpc",
      interceptors: [
        async ({ next, path, input, signal }) => {
          try {
            return await next();
          } catch (error) {
            if (signal?.aborted) throw signal.reason;
            throw callError(error, path, input);
          }
        },
      ],
    },
  );

  return {
    client: createORPCClient<Client>(orpcLink),
    use: (link) => {
      const peer = new ClientPeer((message) =>
        link.send("rpc", typeof message === "string" ? message : toBytes(message)),
      );
      current = peer;
      link.onMessage("rpc", (message) => void peer.message(message));
      link.onClose(() => {
        if (current === peer) current = undefined;
        peer.close({ reason: new AppError("LINK_CLOSED") });
      });
    },
  };
}

function toBytes(message: ArrayBufferLike | Uint8Array): Uint8Array {
  return message instanceof Uint8Array ? message : new Uint8Array(message);
}

type PeerRequest = Parameters<ClientPeer["request"]>[0];
type PeerResponse = Awaited<ReturnType<ClientPeer["request"]>>;

/** The peer's answer; TIMEOUT, and the call is aborted on the server, if none comes in time. Streams may go on for ever after it. */
async function answerOrTimeout(peer: ClientPeer, request: PeerRequest): Promise<PeerResponse> {
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(new AppError("TIMEOUT")), answerWithinMs);
  const signal = request.signal ? AbortSignal.any([request.signal, timeout.signal]) : timeout.signal;
  try {
    return await peer.request({ ...request, signal });
  } catch (error) {
    throw timeout.signal.aborted ? timeout.signal.reason : error;
  } finally {
    clearTimeout(timer);
  }
}
