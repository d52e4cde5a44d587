import { createServer } from "node:http";
import { Server, type Socket } from "socket.io";
import { AppError } from "#shared/errors/appError.ts";
import { maximumSocketMessageBytes } from "#shared/link/limits.ts";
import type { Link } from "#shared/link/link.ts";
import type { Caller } from "../core/caller.ts";
import type { Metrics } from "../observability/createMetrics.ts";
import type { Log } from "../observability/log.ts";
import { toAppError } from "../observability/toAppError.ts";
import type { ConnectionLimit } from "./connectionLimit.ts";
import type { Gate } from "./gate.ts";
import type { LiveConnections } from "./liveConnections.ts";
import { createSocketLink } from "./socketLink.ts";
import type { UpgradeTarget } from "./upgrades.ts";

export interface SocketsDeps {
  readonly gate: Gate;
  readonly live: LiveConnections;
  readonly connections: ConnectionLimit;
  readonly serveLink: (link: Link, caller: Caller) => AsyncDisposable;
  readonly log: Log;
  readonly metrics: Pick<Metrics, "countConnection" | "countError">;
}

export interface Sockets extends UpgradeTarget, AsyncDisposable {}

const authenticateWithinMs = 15_000;
const maximumBytesBeforeAuthentication = 65_536;
/** Where socket.io listens. */
export const socketPath = "/socket.io/";

/** Clients over socket.io: WebSocket only, let in by the gate at the upgrade and by their credential before any event is heard. */
export function createSockets(deps: SocketsDeps): Sockets {
  const io = new Server({
    transports: ["websocket"],
    serveClient: false,
    connectTimeout: authenticateWithinMs,
    maxHttpBufferSize: maximumSocketMessageBytes,
    perMessageDeflate: false,
    httpCompression: false,
  });
  // Attached to a server that never listens: on the real one the engine would answer requests that no gate has seen.
  io.attach(createServer());
  const strangers = limitStrangers(io);
  const callers = admitClients(io, deps);
  io.on("connection", (socket) => {
    strangers.delete(socket.conn);
    const caller = callers.get(socket.conn);
    if (caller) serveClient(socket, caller, deps);
    else socket.disconnect(true);
  });
  return {
    upgrade: (request, socket, head) => {
      // The engine declares its own request type, which is an IncomingMessage with fields that it sets itself.
      io.engine.handleUpgrade(request as Parameters<typeof io.engine.handleUpgrade>[0], socket, head);
    },
    get strangerCount() {
      return strangers.size;
    },
    [Symbol.asyncDispose]: async () => {
      io.disconnectSockets(true);
      await io.close();
    },
  };
}

/** Authenticates who connects. The connections that got in, with their callers. */
function admitClients(
  io: Server,
  { connections, gate, log, metrics }: SocketsDeps,
): ReadonlyMap<Socket["conn"], Caller> {
  const callers = new Map<Socket["conn"], Caller>();
  const admit = async ({ conn, handshake, request }: Socket): Promise<void> => {
    const { token }: { token?: unknown } = handshake.auth;
    const caller = await gate.authenticate(request, typeof token === "string" ? token : undefined);
    if (conn.readyState !== "open") throw new AppError("LINK_CLOSED");
    const leave = connections.take();
    callers.set(conn, caller);
    conn.once("close", () => {
      callers.delete(conn);
      leave();
    });
  };
  io.use((socket, next) => {
    admit(socket).then(
      () => next(),
      (error: unknown) => {
        const refusal = toAppError(error, { log, countError: metrics.countError });
        metrics.countConnection("unknown", "refused");
        // What the client's `connect_error` gets: `data` is the error's shape.
        next(Object.assign(new Error(refusal.code), { data: refusal.toShape() }));
      },
    );
  });
  return callers;
}

function serveClient(socket: Socket, caller: Caller, { live, metrics, serveLink }: SocketsDeps): void {
  serveLink(createSocketLink(socket), caller);
  const forget = live.add(caller.credentialId, () => socket.disconnect(true));
  metrics.countConnection(caller.kind, "opened");
  socket.once("disconnect", () => {
    forget();
    metrics.countConnection(caller.kind, "closed");
  });
}

/** Keeps those apart who have not authenticated, and cuts off who sends more than a handshake needs. */
function limitStrangers(io: Server): Set<Socket["conn"]> {
  const strangers = new Set<Socket["conn"]>();
  io.engine.on("connection", (connection: Socket["conn"]) => {
    strangers.add(connection);
    connection.once("close", () => strangers.delete(connection));
    let bytes = 0;
    connection.on("data", (data: string | Buffer) => {
      if (!strangers.has(connection)) return;
      bytes += data.length;
      if (bytes > maximumBytesBeforeAuthentication) connection.close(true);
    });
  });
  return strangers;
}
