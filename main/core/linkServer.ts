import type { StandardHandler } from "@orpc/server/standard";
import {
  type DecodedRequestMessage,
  encodeResponseMessage,
  MessageType,
  experimental_ServerPeerWithoutCodec as ServerPeer,
  type ServerPeerHandleRequestFn,
} from "@orpc/standard-server-peer";
import { AppError } from "#shared/errors/appError.ts";
import type { Link } from "#shared/link/link.ts";
import type { Sessions, Terminals } from "../sessions/contract.ts";
import type { Caller } from "./caller.ts";
import type { CallContext } from "./context.ts";
import { readRequest, refuse, refuseUnreadable } from "./rpcMessages.ts";

export interface LinkServerDeps {
  readonly handler: StandardHandler<CallContext>;
  readonly openTerminals: Sessions["openTerminals"];
  /** Something on a link went wrong that no caller can be told. */
  readonly linkFailed: (error: unknown, caller: Caller) => void;
  /** A link has ended: what was kept for it can go. */
  readonly linkEnded: (terminals: Terminals, caller: Caller) => void;
  /** A link was taken on or has ended. */
  readonly linksChanged: () => void;
}

/** Serves links for both hosts. Disposing ends them all and waits until what ran on them has ended. */
export interface LinkServer extends AsyncDisposable {
  /** `admitCall` is asked before each call, with the length of its message; what it throws is the call's answer. */
  serve(link: Link, caller: Caller, admitCall?: AdmitCall): AsyncDisposable;
  readonly linkCount: number;
  /** How many links are open, by the kind of their callers. */
  countByKind(): Record<string, number>;
}

/** Throws RATE_LIMITED where a client calls too often. */
export type AdmitCall = (bytes: number) => void;

/** Calls and streams that one link may have open at once; further ones are refused. Our own client needs a few dozen. */
const maximumOpenCalls = 256;
/** Refusals count as open until they are sent: a client that asks on without reading the answers is cut off here. */
const maximumUnreadAnswers = 1024;
/** Unreadable messages after which a link is cut off: it speaks something else. */
const maximumUnreadableMessages = 10;

/**
 * Serves calls on channel "rpc" and terminals on channel "terminal" of every link it is given, until the link closes or what
 * `serve` answered is disposed. The end of a link aborts its calls and streams.
 */
export function createLinkServer(deps: LinkServerDeps): LinkServer {
  const open = new Map<Link, { readonly kind: Caller["kind"]; readonly end: () => Promise<void> }>();
  const serve = (link: Link, caller: Caller, admitCall: AdmitCall = () => {}): AsyncDisposable => {
    const serving = serveCalls(deps, link, caller, admitCall);
    const closed = Promise.withResolvers<void>();
    link.onClose(() => closed.resolve());
    const ended = closed.promise
      .then(() => serving.end())
      .catch((error: unknown) => deps.linkFailed(error, caller))
      .finally(() => {
        open.delete(link);
        deps.linksChanged();
      });
    const end = async (): Promise<void> => {
      link.close();
      closed.resolve();
      await ended;
    };
    open.set(link, { kind: caller.kind, end });
    deps.linksChanged();
    return { [Symbol.asyncDispose]: end };
  };
  return {
    serve,
    get linkCount() {
      return open.size;
    },
    countByKind: () => {
      const counts: Record<string, number> = {};
      for (const { kind } of open.values()) counts[kind] = (counts[kind] ?? 0) + 1;
      return counts;
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all([...open.values()].map(({ end }) => end()));
    },
  };
}

function serveCalls(deps: LinkServerDeps, link: Link, caller: Caller, admitCall: AdmitCall): { end(): Promise<void> } {
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

  const refusalOf = ([, type]: DecodedRequestMessage, bytes: number): AppError | null => {
    // An abort only ends what was counted when it began.
    if (type !== MessageType.REQUEST) return null;
    if (peer.length >= maximumOpenCalls) return new AppError("RATE_LIMITED");
    try {
      admitCall(bytes);
      return null;
    } catch (error) {
      if (error instanceof AppError) return error;
      throw error;
    }
  };
  const run = (message: DecodedRequestMessage, bytes: number): void => {
    if (peer.length >= maximumUnreadAnswers) {
      link.close();
      return;
    }
    const refusal = refusalOf(message, bytes);
    const work = peer
      .message(message, refusal ? async () => refuse(refusal) : call)
      .catch((error: unknown) => {
        if (!isClosed) deps.linkFailed(error, caller);
      })
      .finally(() => running.delete(work));
    running.add(work);
  };

  link.onMessage("rpc", (raw) => {
    const message = readRequest(raw);
    if (!(message instanceof AppError)) return run(message, raw.length);
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
        deps.linkEnded(terminals, caller);
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
