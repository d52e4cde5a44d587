import Fastify, { type FastifyInstance } from "fastify";
import { type ApiRoutesDeps, addApiRoutes } from "./apiRoutes.ts";
import type { RelayDeps } from "./contract.ts";
import type { Gate } from "./gate.ts";
import { addHealthRoutes } from "./healthRoutes.ts";
import { answerErrors } from "./httpErrors.ts";
import { addRendererRoutes } from "./rendererRoutes.ts";
import { securityHeaders, strictTransport } from "./securityHeaders.ts";

/** The largest body of a REST call, in bytes. */
const maximumBodyBytes = 1_048_576;

/** A header that never ends must not hold a connection for ever; answers (streams, hooks) may take as long as they like. */
export const requestTimeoutMs = 30_000;

export interface HttpAppDeps extends ApiRoutesDeps, Pick<RelayDeps, "log" | "metrics" | "health" | "rendererFolder"> {
  readonly gate: Gate;
}

/** What both listeners answer over HTTP: the page, health, and the API. Every request passes the gate first. */
export async function createHttpApp(deps: HttpAppDeps): Promise<FastifyInstance> {
  const { gate } = deps;
  const app = Fastify({
    bodyLimit: maximumBodyBytes,
    requestTimeout: requestTimeoutMs,
    forceCloseConnections: true,
    exposeHeadRoutes: false,
  });
  // JSON alone: forms are what a foreign page can send without asking.
  app.removeContentTypeParser("text/plain");
  app.addHook("onRequest", async (request, reply) => {
    reply.headers(securityHeaders);
    if (gate.sourceOf(request.raw).scheme === "https") reply.headers(strictTransport(request.headers.host));
    gate.check(request.raw);
  });
  answerErrors(app, deps.log, deps.metrics.countError);
  await addRendererRoutes(app, deps.rendererFolder);
  addHealthRoutes(app, deps);
  addApiRoutes(app, deps);
  app.get("/auth/me", async (request) => {
    const { caller } = await gate.authenticate(request.raw);
    return { label: caller.label, kind: caller.kind, scopes: caller.scopes };
  });
  return app;
}
