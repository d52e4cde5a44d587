import type { StandardHandler } from "@orpc/server/standard";
import {
  type DecodedRequestMessage,
  encodeResponseMessage,
  experimental_ServerPeerWithoutCodec as ServerPeer,
  type ServerPeerHandleRequestFn,
} from "@orpc/standard-server-peer";
import { AppError } from "#shared/errors/appError.ts";
import type { Link } from "#shared/link/link.ts";
import type { Sessions } from "../sessions/contract.ts";
import type { Caller } from "./caller.ts";
import type { CallContext } from "./context.ts";
import { readRequest, refuse, refuseUnreadable } from "./rpcMessages.ts";

export interface LinkServerDeps {
  readonly handler: StandardHandler<CallContext>;
  readonly openTerminals: Sessions["openTerminals"];
  /** Something on a link went wrong that no caller can be told. */
  readonly linkFailed: (error: unknown, caller: Caller) => void;
}

/** Calls and streams that one link may have open at once; further ones are refused. Our own client needs a few dozen. */
const maximumOpenCalls = 256;
/** Refusals count as open until they are sent: a client that asks on without reading the answers is cut off here. */
const maximumUnreadAnswers = 1024;
/** Unreadable messages after which a link is cut off: it speaks something else. */
const maximumUnreadableMessages = 10;

/**
 * Makes the function by which both hosts serve a link: calls on channel "rpc", terminals on channel "terminal", until the link
 * closes or the result is disposed. The end of a link aborts its calls and streams; disposing waits until they have ended.
 */
export function createLinkServer(deps: LinkServerDeps): (link: Link, caller: Caller) => AsyncDisposable {
  return (link, caller) => {
    const serving = serveCalls(deps, link, caller);
    link.onClose(() => {
      serving.end().catch((error: unknown) => deps.linkFailed(error, caller));
    });
    return {
      [Symbol.asyncDispose]: async () => {
        link.close();
        await serving.end();
      },
    };
  };
}

function serveCalls(deps: LinkServerDeps, link: Link, caller: Caller): { end(): Promise<void> } {
  const terminals = deps.openTerminals(link, caller);
  const running = new Set<Promise<unknown>>();
  let isClosed = false;
  let unreadable = 0;

  // The peer without codec, so that reading a message is synchronous: an abort must not overtake the call it aborts.
  const peer = new ServerPeer(async ([id, type, payload]) => {
    const message = await encodeResponseMessage(id, type, payload);
    if (typeof message !== "string") throw new Error("An answer of the contract holds a file");
    await link.whenWritable?.();
    link.send("rpc", message);
  });
  const call = createCall(deps.handler, { caller, terminals });

  const run = (message: DecodedRequestMessage): void => {
    if (peer.length >= maximumUnreadAnswers) {
      link.close();
      return;
    }
    const isTooMany = peer.length >= maximumOpenCalls;
    const work = peer
      .message(message, isTooMany ? async () => refuse(new AppError("RATE_LIMITED")) : call)
      .catch((error: unknown) => {
        if (!isClosed) deps.linkFailed(error, caller);
      })
      .finally(() => running.delete(work));
    running.add(work);
  };

  link.onMessage("rpc", (raw) => {
    const message = readRequest(raw);
    if (!(message instanceof AppError)) return run(message);
    unreadable += 1;
    link.send("rpc", refuseUnreadable(raw, message));
    if (unreadable >= maximumUnreadableMessages) link.close();
  });

  return {
    end: async () => {
      if (!isClosed) {
        isClosed = true;
        peer.close({ reason: new AppError("LINK_CLOSED") });
        terminals[Symbol.dispose]();
      }
      await Promise.all(running);
    },
  };
}

function createCall(handler: StandardHandler<CallContext>, context: CallContext): ServerPeerHandleRequestFn {
  return async (request) => {
    const lazyRequest = { ...request, body: async () => request.body };
    const { response } = await handler.handle(lazyRequest, { context });
    return response ?? refuse(new AppError("UNKNOWN_CALL", { details: { call: request.url.pathname.slice(1, 200) } }));
  };
}
