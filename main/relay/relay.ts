import type { AddressInfo } from "node:net";
import Fastify, { type FastifyInstance } from "fastify";
import { ownHosts, urlOf } from "./addresses.ts";
import { addApiRoutes } from "./apiRoutes.ts";
import { addAuthRoutes } from "./authRoutes.ts";
import { createConnectionLimit } from "./connectionLimit.ts";
import type { Relay, RelayDeps } from "./contract.ts";
import { createFailureLimit } from "./failureLimit.ts";
import { createGate } from "./gate.ts";
import { addHealthRoutes } from "./healthRoutes.ts";
import { answerErrors } from "./httpErrors.ts";
import { createLiveConnections } from "./liveConnections.ts";
import { explainListenError } from "./portInUse.ts";
import { addRendererRoutes } from "./rendererRoutes.ts";
import { securityHeaders } from "./securityHeaders.ts";
import { createSessionProtocol, sessionProtocolPath } from "./sessionProtocol/sessionProtocol.ts";
import { createSockets, socketPath } from "./sockets.ts";
import { createUpgrades } from "./upgrades.ts";

/** The largest body of a REST call, in bytes. */
const maximumBodyBytes = 1_048_576;

/**
 * Listens for everybody on this machine: page, REST, sockets. Every request and every upgrade passes the gate first. Throws a
 * ExplainedError that says who holds the port, when it is in use.
 */
export async function createRelay(deps: RelayDeps): Promise<Relay> {
  const { accounts, cookieName, log } = deps;
  let own: ReadonlySet<string> = new Set();
  const failures = createFailureLimit();
  const gate = createGate({ accounts, failures, cookieName, ownHosts: () => own });
  const live = createLiveConnections(accounts);
  const server = createHttpServer();
  const connections = createConnectionLimit();
  const sockets = createSockets({ ...deps, gate, live, connections });
  const sessionProtocol = createSessionProtocol({ ...deps, gate, live, connections });

  server.addHook("onRequest", async (request, reply) => {
    reply.headers(securityHeaders);
    gate.checkAddresses(request.raw);
  });
  answerErrors(server, log, deps.metrics.countError);
  await addRendererRoutes(server, deps.rendererFolder);
  addHealthRoutes(server, { ...deps, gate });
  addAuthRoutes(server, { gate, failures, logins: accounts.logins, cookieName, loginUrl: deps.loginUrl });
  addApiRoutes(server, { ...deps, gate, live });
  const targets = new Map([
    [socketPath, sockets],
    [sessionProtocolPath, sessionProtocol],
  ]);
  server.server.on("upgrade", createUpgrades({ gate, metrics: deps.metrics, targets }));

  const port = await listen(server, deps.host, deps.port);
  own = ownHosts(deps.host, port);
  return {
    url: urlOf(deps.host, port),
    port,
    get connectionCount() {
      return connections.count;
    },
    forPhones: { status: () => ({ kind: "off" }), statusChanges: async function* () {} },
    [Symbol.asyncDispose]: async () => {
      await sessionProtocol[Symbol.asyncDispose]();
      await sockets[Symbol.asyncDispose]();
      await server.close();
    },
  };
}

function createHttpServer(): FastifyInstance {
  const server = Fastify({
    bodyLimit: maximumBodyBytes,
    // A header that never ends must not hold a connection for ever; answers (streams) may take as long as they like.
    requestTimeout: 30_000,
    forceCloseConnections: true,
    exposeHeadRoutes: false,
  });
  // JSON alone: forms are what a foreign page can send without asking.
  server.removeContentTypeParser("text/plain");
  return server;
}

async function listen(server: FastifyInstance, host: string, port: number): Promise<number> {
  try {
    // Fastify would open a second listener for "localhost", which upgrades never reach.
    await server.listen({ host: host === "localhost" ? "127.0.0.1" : host, port });
  } catch (error) {
    await server.close();
    throw await explainListenError(error, host, port);
  }
  const address: AddressInfo | string | null = server.server.address();
  if (address === null || typeof address === "string") throw new Error("The server listens on no port");
  return address.port;
}
