import { createServer as createHttpServer, type RequestListener } from "node:http";
import { createServer as createHttpsServer, type Server as HttpsServer } from "node:https";
import { type AddressInfo, createServer as createNetServer, type Server, type Socket } from "node:net";
import type { SecureContextOptions } from "node:tls";
import { certificateInvalid } from "./certificateInvalid.ts";
import type { ListenerCertificate } from "./contract.ts";
import { createStrangers } from "./strangers.ts";

export interface TlsServerDeps {
  readonly certificate: Pick<ListenerCertificate, "chain" | "key">;
  /** Answers what comes without encryption: see `createPlainAnswers`. */
  readonly answerPlain: RequestListener;
  /** Asked for every connection before a byte of it is read; true ends it. `address` is the other side's. */
  readonly isBlocked?: (address: string) => boolean;
  readonly limits?: Partial<TlsServerLimits>;
  /** Given the server of the port once it listens: what it says later (`error`) is for whoever keeps a log. */
  readonly onListening?: (port: Server) => void;
}

export interface TlsServerLimits {
  /** Sockets of all kinds at once. What is above is closed unread. */
  readonly sockets: number;
  /** Of them, those of one address that have not finished their handshake or plain request. */
  readonly strangersPerAddress: number;
  /** Until the first byte, until the end of the handshake, and until the end of a request's head: milliseconds each. */
  readonly patienceMs: number;
}

/** One port that answers TLS and, as far as `answerPlain` goes, plain HTTP. */
export interface TlsServer extends AsyncDisposable {
  /**
   * The HTTPS server behind the port, for its requests and upgrades: Fastify takes it through `serverFactory`
   * (`(handler) => tls.secure.on("request", handler)`) and is made ready with `ready()`; it does not listen itself.
   */
  readonly secure: HttpsServer;
  /** Throws what `net.Server.listen` reports (EADDRINUSE, EADDRNOTAVAIL, EACCES). Resolves with the port. */
  listen(where: { readonly host: string; readonly port: number }): Promise<number>;
  /** New connections get it; those that are open go on. Throws CERTIFICATE_INVALID and keeps the old one. */
  replaceCertificate(certificate: Pick<ListenerCertificate, "chain" | "key">): void;
}

const defaultLimits: TlsServerLimits = { sockets: 400, strangersPerAddress: 20, patienceMs: 10_000 };

/** The first byte of a TLS connection: a record of the kind “handshake” (RFC 8446, 5.1). No HTTP method begins with it. */
const handshakeRecord = 0x16;

/** Authenticated encryption with forward secrecy alone (Mozilla's “intermediate”, without the finite-field groups). */
const ciphers = [
  "TLS_AES_128_GCM_SHA256",
  "TLS_AES_256_GCM_SHA384",
  "TLS_CHACHA20_POLY1305_SHA256",
  "ECDHE-ECDSA-AES128-GCM-SHA256",
  "ECDHE-RSA-AES128-GCM-SHA256",
  "ECDHE-ECDSA-AES256-GCM-SHA384",
  "ECDHE-RSA-AES256-GCM-SHA384",
  "ECDHE-ECDSA-CHACHA20-POLY1305",
  "ECDHE-RSA-CHACHA20-POLY1305",
].join(":");

/** Throws CERTIFICATE_INVALID. Opens nothing until `listen`. Disposing ends every connection. */
export function createTlsServer(deps: TlsServerDeps): TlsServer {
  const limits = { ...defaultLimits, ...deps.limits };
  const timeouts = {
    headersTimeout: limits.patienceMs,
    requestTimeout: 3 * limits.patienceMs,
    connectionsCheckingInterval: Math.ceil(limits.patienceMs / 4),
  };
  const secure = withContext(deps.certificate, (context) =>
    createHttpsServer({ ...context, ...timeouts, handshakeTimeout: limits.patienceMs, ALPNProtocols: ["http/1.1"] }),
  );
  // Each plain answer ends its connection: nobody stays there.
  const plain = createHttpServer({ ...timeouts, keepAliveTimeout: 1 }, deps.answerPlain);
  plain.maxRequestsPerSocket = 1;
  // What is broken off, times out or is no TLS is the other side's affair.
  secure.on("tlsClientError", (_error, socket) => socket.destroy());

  const sockets = new Set<Socket>();
  const strangers = createStrangers(limits.strangersPerAddress);
  secure.on("secureConnection", (socket) => strangers.isKnown(socket));

  const accept = (socket: Socket): void => {
    const address = socket.remoteAddress ?? "";
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    socket.on("error", () => socket.destroy());
    if (deps.isBlocked?.(address) || !strangers.admit(socket)) return void socket.destroy();
    onFirstByte(socket, limits.patienceMs, (byte) => {
      (byte === handshakeRecord ? secure : plain).emit("connection", socket);
    });
  };
  const port: Server = createNetServer({ noDelay: true }, accept);
  port.maxConnections = limits.sockets;

  return {
    secure,
    listen: async ({ host, port: wanted }) => {
      await new Promise<void>((resolve, reject) => {
        port.once("error", reject);
        port.listen({ host, port: wanted }, () => {
          port.off("error", reject);
          deps.onListening?.(port);
          resolve();
        });
      });
      // Node begins to look for slow requests when a server listens; these two never do themselves.
      for (const server of [secure, plain]) server.emit("listening");
      const bound: AddressInfo | string | null = port.address();
      if (bound === null || typeof bound === "string") throw new Error("The server listens on no port");
      return bound.port;
    },
    replaceCertificate: (certificate) => withContext(certificate, (context) => secure.setSecureContext(context)),
    [Symbol.asyncDispose]: async () => {
      const closed = new Promise<void>((resolve) => port.close(() => resolve()));
      for (const socket of sockets) socket.destroy();
      // Their checks of slow connections would go on otherwise.
      secure.close();
      plain.close();
      await closed;
    },
  };
}

function withContext<Result>(
  { chain, key }: Pick<ListenerCertificate, "chain" | "key">,
  use: (context: SecureContextOptions) => Result,
): Result {
  const context: SecureContextOptions = {
    cert: chain,
    key,
    minVersion: "TLSv1.2",
    ciphers,
    ecdhCurve: "X25519:P-256:P-384",
    honorCipherOrder: true,
  };
  try {
    return use(context);
  } catch (error) {
    throw certificateInvalid("unusable-key", { cause: error instanceof Error ? error.message : String(error) }, error);
  }
}

/** Shows the first byte and leaves it in the socket for whoever takes over; who is silent too long is gone. */
function onFirstByte(socket: Socket, patienceMs: number, take: (byte: number) => void): void {
  const timer = setTimeout(() => socket.destroy(), patienceMs);
  socket.once("close", () => clearTimeout(timer));
  socket.once("readable", () => {
    clearTimeout(timer);
    const first: Buffer | null = socket.read();
    if (first === null) return void socket.destroy();
    socket.unshift(first);
    take(first[0] ?? 0);
  });
}
