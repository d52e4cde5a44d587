import { createORPCClient } from "@orpc/client";
import type { Client } from "#shared/contract/contract.ts";
import { AppError } from "#shared/errors/appError.ts";
import type { Link } from "#shared/link/link.ts";
import { createRpcClient } from "#shared/link/rpcClient.ts";
import { callError } from "./callOutcome.ts";

/** How long a call may stay without its first answer. The longest, a stop with its grace time, is far below. */
export const answerWithinMs = 60_000;

export interface LastingClient {
  /** The typed client. It stays the same across links; a call while there is no link fails at once with LINK_CLOSED, not sent. */
  readonly client: Client;
  /** Takes a fresh link into use; when it closes, calls in flight on it fail with LINK_CLOSED. */
  use(link: Link): void;
}

/** One typed client that outlives links. Failures of calls are AppErrors; their outcome is marked where it is unknown. */
export function createLastingClient(): LastingClient {
  let current: Client | undefined;
  const client = createORPCClient<Client>({
    call: async (path, input, { signal }) => {
      try {
        if (!current)
          throw new AppError("LINK_CLOSED", { message: "There is no connection.", details: { sent: false } });
        return await answerOrTimeout((callSignal) => callOf(current, path)(input, { signal: callSignal }), signal);
      } catch (error) {
        if (signal?.aborted) throw signal.reason;
        throw callError(error, path, input);
      }
    },
  });
  return {
    client,
    use: (link) => {
      const opened = createRpcClient(link);
      current = opened;
      link.onClose(() => {
        if (current === opened) current = undefined;
      });
    },
  };
}

type Procedure = (input: unknown, options: { readonly signal: AbortSignal }) => Promise<unknown>;

/** The procedure at a path of the client: the one place where a path, known to the contract by its type, is followed by name. */
function callOf(client: unknown, path: readonly string[]): Procedure {
  let found = client;
  for (const name of path) found = isIndexable(found) ? Reflect.get(found, name) : undefined;
  if (!isProcedure(found)) throw new AppError("UNKNOWN_CALL", { message: `No call ${path.join(".")}` });
  return found;
}

function isIndexable(value: unknown): value is object {
  return (typeof value === "object" && value !== null) || typeof value === "function";
}

function isProcedure(value: unknown): value is Procedure {
  return typeof value === "function";
}

/** The answer; TIMEOUT, and the call is aborted on the server, if none comes in time. A stream may go on for ever after its first. */
async function answerOrTimeout(
  call: (signal: AbortSignal) => Promise<unknown>,
  signal: AbortSignal | undefined,
): Promise<unknown> {
  const timeout = new AbortController();
  const timer = setTimeout(() => timeout.abort(new AppError("TIMEOUT")), answerWithinMs);
  try {
    return await call(signal ? AbortSignal.any([signal, timeout.signal]) : timeout.signal);
  } catch (error) {
    throw timeout.signal.aborted ? timeout.signal.reason : error;
  } finally {
    clearTimeout(timer);
  }
}
