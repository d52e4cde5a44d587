import type { FastifyInstance } from "fastify";
import { allows } from "#shared/contract/scopes.ts";
import { AppError } from "#shared/errors/appError.ts";
import type { RelayDeps } from "./contract.ts";
import type { Gate } from "./gate.ts";

/** Liveness and readiness for supervisors, without a credential and without details; metrics for who may watch. */
export function addHealthRoutes(
  server: FastifyInstance,
  { gate, metrics, health }: Pick<RelayDeps, "metrics" | "health"> & { readonly gate: Gate },
): void {
  server.get("/healthz", async () => health.liveness());
  server.get("/readyz", async (_request, reply) => {
    const readiness = await health.readiness();
    return reply.code(readiness.isReady ? 200 : 503).send(readiness);
  });
  server.get("/metrics", async (request, reply) => {
    const { caller } = await gate.authenticate(request.raw);
    if (!allows(caller.scopes, "watch")) throw new AppError("FORBIDDEN", { details: { scope: "watch" } });
    return reply.type(metrics.contentType).send(await metrics.text());
  });
}
