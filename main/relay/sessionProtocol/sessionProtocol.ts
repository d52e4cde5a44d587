import { type WebSocket, WebSocketServer } from "ws";
import type { Caller } from "../../core/caller.ts";
import type { Gate } from "../gate.ts";
import type { UpgradeTarget } from "../upgrades.ts";
import { closeCodes } from "./channel.ts";
import { type ConnectionDeps, serveConnection } from "./connection.ts";

export const sessionProtocolPath = "/ws";

/** The largest frame a client may send, in bytes: 65,535 characters to type, each escaped, fit well into it. */
export const maximumFrameBytes = 1_048_576;
/** A client that answers no ping between two of them is gone. */
const defaultHeartbeatMs = 30_000;
/** How long a client may take to answer the goodbye when the server stops. */
const closeTimeoutAtExitMs = 250;

export interface SessionProtocolDeps extends ConnectionDeps {
  /** How often clients are asked whether they are still there. */
  readonly heartbeatMs?: number | undefined;
  /** `countByKind` is another one. */
  readonly plainConnectionsChanged: () => void;
}

export interface SessionProtocol extends UpgradeTarget, AsyncDisposable {
  /** Authenticated connections by the kind of their callers. */
  countByKind(): Readonly<Record<string, number>>;
}

/** The plain JSON session protocol for any WebSocket client (docs/session-protocol.md). Disposing ends all its connections. */
export function createSessionProtocol(deps: SessionProtocolDeps): SessionProtocol {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: maximumFrameBytes,
    perMessageDeflate: false,
  });
  const strangers = new Map<WebSocket, Gate>();
  const kinds = new Map<WebSocket, Caller["kind"]>();
  const heartbeat = beat(server, deps.heartbeatMs ?? defaultHeartbeatMs);
  return {
    upgrade: (request, socket, head, gate) => {
      server.handleUpgrade(request, socket, head, (client) => {
        strangers.set(client, gate);
        client.once("close", () => {
          strangers.delete(client);
          if (kinds.delete(client)) deps.plainConnectionsChanged();
        });
        serveConnection(client, { request, gate }, deps, ({ kind }) => {
          strangers.delete(client);
          kinds.set(client, kind);
          deps.plainConnectionsChanged();
        });
      });
    },
    strangerCount: (gate) => {
      let count = 0;
      for (const passed of strangers.values()) if (passed === gate) count += 1;
      return count;
    },
    countByKind: () => {
      const counts: Record<string, number> = {};
      for (const kind of kinds.values()) counts[kind] = (counts[kind] ?? 0) + 1;
      return counts;
    },
    [Symbol.asyncDispose]: async () => {
      clearInterval(heartbeat);
      await Promise.all([...server.clients].map(sayGoodbye));
    },
  };
}

function beat(server: WebSocketServer, heartbeatMs: number): NodeJS.Timeout {
  const silent = new WeakSet<WebSocket>();
  const timer = setInterval(() => {
    for (const client of server.clients) {
      if (silent.has(client)) {
        client.terminate();
        continue;
      }
      silent.add(client);
      client.once("pong", () => silent.delete(client));
      client.ping();
    }
  }, heartbeatMs);
  return timer.unref();
}

async function sayGoodbye(client: WebSocket): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  client.once("close", () => resolve());
  client.close(closeCodes.goingAway, "The server is stopping");
  const timer = setTimeout(() => client.terminate(), closeTimeoutAtExitMs);
  await promise;
  clearTimeout(timer);
}
