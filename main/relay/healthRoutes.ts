import type { FastifyInstance } from "fastify";
import { allows } from "#shared/contract/scopes.ts";
import { AppError } from "#shared/errors/appError.ts";
import type { RelayDeps } from "./contract.ts";
import type { Gate } from "./gate.ts";

/** Liveness and readiness for supervisors, without a credential and without details; metrics for who may watch. */
export function addHealthRoutes(
  server: FastifyInstance,
  { gate, metrics, notReady }: Pick<RelayDeps, "metrics" | "notReady"> & { readonly gate: Gate },
): void {
  server.get("/healthz", async () => ({ status: "ok" }));
  server.get("/readyz", async (_request, reply) => {
    const reason = notReady();
    return reason === null ? { status: "ok" } : reply.code(503).send({ status: "unavailable", reason });
  });
  server.get("/metrics", async (request, reply) => {
    const caller = await gate.authenticate(request.raw);
    if (!allows(caller.scopes, "watch")) throw new AppError("FORBIDDEN", { details: { scope: "watch" } });
    const { contentType, text } = await metrics();
    return reply.type(contentType).send(text);
  });
}
