import { type WebSocket, WebSocketServer } from "ws";
import type { UpgradeTarget } from "../upgrades.ts";
import { closeCodes } from "./channel.ts";
import { type ConnectionDeps, serveConnection } from "./connection.ts";

export const sessionProtocolPath = "/ws";

/** The largest frame a client may send, in bytes: 65,535 characters to type, each escaped, fit well into it. */
export const maximumFrameBytes = 1_048_576;
/** A client that answers no ping between two of them is gone. */
const heartbeatMs = 30_000;
/** How long a client may take to answer the goodbye when the server stops. */
const closeTimeoutAtExitMs = 250;

/** The plain JSON session protocol for any WebSocket client (docs/session-protocol.md). Disposing ends all its connections. */
export function createSessionProtocol(deps: ConnectionDeps): UpgradeTarget & AsyncDisposable {
  const server = new WebSocketServer({
    noServer: true,
    maxPayload: maximumFrameBytes,
    perMessageDeflate: false,
  });
  const strangers = new Set<WebSocket>();
  const heartbeat = beat(server);
  return {
    upgrade: (request, socket, head) => {
      server.handleUpgrade(request, socket, head, (client) => {
        strangers.add(client);
        client.once("close", () => strangers.delete(client));
        serveConnection(client, request, deps, () => strangers.delete(client));
      });
    },
    get strangerCount() {
      return strangers.size;
    },
    [Symbol.asyncDispose]: async () => {
      clearInterval(heartbeat);
      await Promise.all([...server.clients].map(sayGoodbye));
    },
  };
}

function beat(server: WebSocketServer): NodeJS.Timeout {
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
