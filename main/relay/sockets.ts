import { createServer, type IncomingMessage } from "node:http";
import { Server, type Socket } from "socket.io";
import { AppError } from "#shared/errors/appError.ts";
import { maximumSocketMessageBytes } from "#shared/link/limits.ts";
import type { Metrics } from "../observability/createMetrics.ts";
import type { Log } from "../observability/log.ts";
import { toAppError } from "../observability/toAppError.ts";
import type { ConnectionLimit } from "./connectionLimit.ts";
import type { RelayDeps } from "./contract.ts";
import type { Admitted, Gate, Shown } from "./gate.ts";
import { limitTyping } from "./limitedLink.ts";
import { minimumMessageBytes, type Rates } from "./limits/rates.ts";
import type { LiveConnections } from "./liveConnections.ts";
import { createSocketLink } from "./socketLink.ts";
import type { UpgradeTarget } from "./upgrades.ts";

export interface SocketsDeps {
  readonly live: LiveConnections;
  readonly connections: ConnectionLimit;
  readonly rates: Pick<Rates, "bytes" | "calls">;
  readonly serveLink: RelayDeps["serveLink"];
  readonly log: Log;
  readonly metrics: Pick<Metrics, "countConnection" | "countError">;
}

export interface Sockets extends UpgradeTarget, AsyncDisposable {}

const authenticateWithinMs = 15_000;
const maximumBytesBeforeAuthentication = 65_536;
/**
 * A phone that has gone without a word (asleep, out of reach) holds one of its few places, and the terminal it drives, for as long
 * as nobody notices: 20 s at most, where socket.io's own figures make it 45.
 */
const heartbeat = { pingInterval: 10_000, pingTimeout: 10_000 } as const;
/** Where socket.io listens. */
export const socketPath = "/socket.io/";

/** Clients over socket.io: WebSocket only, let in by a gate at the upgrade and by their credential before any event is heard. */
export function createSockets(deps: SocketsDeps): Sockets {
  const io = new Server({
    transports: ["websocket"],
    serveClient: false,
    connectTimeout: authenticateWithinMs,
    ...heartbeat,
    maxHttpBufferSize: maximumSocketMessageBytes,
    perMessageDeflate: false,
    httpCompression: false,
  });
  // Attached to a server that never listens: on the real one the engine would answer requests that no gate has seen.
  io.attach(createServer());
  const gates = new WeakMap<IncomingMessage, Gate>();
  const strangers = limitStrangers(io);
  const admissions = admitClients(io, gates, deps);
  io.on("connection", (socket) => {
    strangers.get(socket.conn)?.();
    const admission = admissions.get(socket.conn);
    if (admission) serveClient(socket, admission, deps);
    else socket.disconnect(true);
  });
  return {
    upgrade: (request, socket, head, gate) => {
      gates.set(request, gate);
      // The engine declares its own request type, which is an IncomingMessage with fields that it sets itself.
      io.engine.handleUpgrade(request as Parameters<typeof io.engine.handleUpgrade>[0], socket, head);
    },
    strangerCount: (gate) => {
      let count = 0;
      for (const { request } of strangers.keys()) if (gates.get(request) === gate) count += 1;
      return count;
    },
    [Symbol.asyncDispose]: async () => {
      io.disconnectSockets(true);
      await io.close();
    },
  };
}

interface Admission extends Admitted {
  readonly gate: Gate;
}

/** Authenticates who connects. The connections that got in, with their callers. */
function admitClients(
  io: Server,
  gates: WeakMap<IncomingMessage, Gate>,
  { connections, log, metrics }: SocketsDeps,
): ReadonlyMap<Socket["conn"], Admission> {
  const admissions = new Map<Socket["conn"], Admission>();
  const admit = async ({ conn, handshake, request }: Socket): Promise<void> => {
    const gate = gates.get(request);
    if (!gate) throw new AppError("UNAUTHENTICATED");
    const { token, phone }: Shown = handshake.auth;
    const showsNothing = token === undefined && phone === undefined;
    const admitted = await gate.authenticate(request, showsNothing ? undefined : { token, phone });
    if (conn.readyState !== "open") throw new AppError("LINK_CLOSED");
    const leave = connections.take({ ...admitted, gate });
    admissions.set(conn, { ...admitted, gate });
    conn.once("close", () => {
      admissions.delete(conn);
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
  return admissions;
}

function serveClient(socket: Socket, admission: Admission, { live, metrics, rates, serveLink }: SocketsDeps): void {
  const { caller, address, asOf, gate } = admission;
  const { credentialId } = caller;
  const link = limitTyping(createSocketLink(socket), credentialId, rates.bytes);
  serveLink(link, caller, (bytes) => {
    rates.calls.take(credentialId);
    rates.bytes.take(credentialId, Math.max(bytes, minimumMessageBytes));
  });
  metrics.countConnection(caller.kind, "opened");
  socket.once("disconnect", () => metrics.countConnection(caller.kind, "closed"));
  const forget = live.add({ credentialId, address, asOf, gate }, () => socket.disconnect(true));
  socket.once("disconnect", forget);
}

/**
 * Keeps those apart who have not authenticated, each with what ends that, and cuts off who sends more than a handshake needs. Counted as
 * it arrives: a message that is never finished would otherwise fill the memory up to what a message of those who got in may have.
 */
function limitStrangers(io: Server): ReadonlyMap<Socket["conn"], () => void> {
  const strangers = new Map<Socket["conn"], () => void>();
  io.engine.on("connection", (connection: Socket["conn"]) => {
    const { socket } = connection.request;
    let bytes = 0;
    const count = (chunk: Buffer): void => {
      bytes += chunk.length;
      if (bytes > maximumBytesBeforeAuthentication) socket.destroy();
    };
    const forget = (): void => {
      socket.off("data", count);
      strangers.delete(connection);
    };
    socket.prependListener("data", count);
    strangers.set(connection, forget);
    connection.once("close", forget);
  });
  return strangers;
}
