import type { FastifyInstance } from "fastify";
import { AppError } from "#shared/errors/appError.ts";
import type { Log } from "../observability/log.ts";
import type { McpHandler } from "./contract.ts";
import { bearerToken, type Gate } from "./gate.ts";
import { minimumMessageBytes, type Rates } from "./limits/rates.ts";
import type { LiveConnections } from "./liveConnections.ts";

export interface McpRouteDeps {
  readonly gate: Gate;
  readonly live: LiveConnections;
  readonly rates: Pick<Rates, "bytes" | "calls">;
  readonly serveMcp: McpHandler;
  readonly log: Log;
}

/** Calls that may be open at once: some wait for a person. */
const maximumOpenCalls = 256;
/** How often a silent connection is asked whether its client is still there. */
const keepAliveMs = 30_000;

/**
 * Where clients of the Model Context Protocol connect (streamable HTTP), on this machine, with a bearer token: a browser's cookie is no
 * credential here. Nothing is sent that was not asked for, so there is no stream to GET.
 */
export function addMcpRoute(server: FastifyInstance, { gate, live, log, rates, serveMcp }: McpRouteDeps): void {
  let open = 0;
  server.route({
    method: ["GET", "POST", "DELETE"],
    url: "/mcp",
    handler: async (request, reply) => {
      if (bearerToken(request.headers.authorization) === null) throw new AppError("UNAUTHENTICATED");
      const { caller, address, asOf } = await gate.authenticate(request.raw);
      const { credentialId } = caller;
      rates.calls.take(credentialId);
      rates.bytes.take(credentialId, Math.max(Number(request.headers["content-length"] ?? 0), minimumMessageBytes));
      if (request.method === "GET") return reply.code(405).header("allow", "POST, DELETE").send();
      if (open >= maximumOpenCalls) {
        throw new AppError("TOO_MANY_CONNECTIONS", { details: { current: open, limit: maximumOpenCalls } });
      }
      const { raw } = reply;
      const forget = live.add({ credentialId, address, asOf, gate }, () => raw.destroy());
      open += 1;
      raw.once("close", () => {
        open -= 1;
        forget();
      });
      // Revoked since it was looked up.
      if (raw.destroyed) throw new AppError("UNAUTHENTICATED");
      request.raw.socket.setKeepAlive(true, keepAliveMs);
      for (const [name, value] of Object.entries(reply.getHeaders()))
        if (value !== undefined) raw.setHeader(name, value);
      reply.hijack();
      try {
        await serveMcp({ request: request.raw, response: raw, body: request.body, caller });
      } catch (error) {
        log.error("An MCP request could not be answered", { error });
        raw.destroy();
      }
      return reply;
    },
  });
}
