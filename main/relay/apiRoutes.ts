import type { FastifyInstance } from "fastify";
import { AppError } from "#shared/errors/appError.ts";
import type { RelayDeps } from "./contract.ts";
import { docsPage, docsScript } from "./docsPage.ts";
import type { Gate } from "./gate.ts";
import { minimumMessageBytes, type Rates } from "./limits/rates.ts";
import type { LiveConnections } from "./liveConnections.ts";

export interface ApiRoutesDeps extends Pick<RelayDeps, "restHandler" | "openApiDocument" | "swaggerFolder"> {
  readonly gate: Gate;
  readonly live: LiveConnections;
  readonly rates: Pick<Rates, "bytes" | "calls">;
}

/** The REST API, its document and its page. All of it needs a credential: what can be asked is nobody else's business. */
export function addApiRoutes(server: FastifyInstance, deps: ApiRoutesDeps): void {
  const { gate, live, rates, restHandler, openApiDocument, swaggerFolder } = deps;

  server.get("/api/v1/openapi.json", async (request) => {
    await gate.authenticate(request.raw);
    const { scheme } = gate.sourceOf(request.raw);
    return await openApiDocument(`${scheme}://${request.headers.host}`);
  });

  server.get("/api/docs", async (request, reply) => {
    await gate.authenticate(request.raw);
    return reply.type("text/html; charset=utf-8").send(docsPage);
  });
  server.get<{ Params: { file: string } }>("/api/docs/:file", async (request, reply) => {
    await gate.authenticate(request.raw);
    const { file } = request.params;
    if (file === "start.js") return reply.type("text/javascript; charset=utf-8").send(docsScript);
    if (!swaggerFiles.includes(file)) throw new AppError("UNKNOWN_CALL");
    return reply.sendFile(file, swaggerFolder);
  });

  server.all("/api/v1/*", async (request, reply) => {
    const { caller, address, asOf } = await gate.authenticate(request.raw);
    const { credentialId } = caller;
    rates.calls.take(credentialId);
    rates.bytes.take(credentialId, Math.max(Number(request.headers["content-length"] ?? 0), minimumMessageBytes));
    const forget = live.add({ credentialId, address, asOf, gate }, () => reply.raw.destroy());
    reply.raw.once("close", forget);
    const handler = await restHandler();
    // Revoked since it was looked up: what was ended above must not be done all the same.
    if (reply.raw.destroyed) throw new AppError("UNAUTHENTICATED");
    const { matched } = await handler.handle(request, reply, {
      prefix: "/api/v1",
      context: { caller, terminals: null },
    });
    if (!matched)
      throw new AppError("UNKNOWN_CALL", { details: { call: `${request.method} ${request.url.slice(0, 200)}` } });
    return reply;
  });
}

const swaggerFiles: readonly string[] = ["swagger-ui.css", "swagger-ui-bundle.js", "favicon-32x32.png"];
