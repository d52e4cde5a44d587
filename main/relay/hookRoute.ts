import { createHash } from "node:crypto";
import type { FastifyInstance } from "fastify";
import { AppError } from "#shared/errors/appError.ts";
import type { HookHandler } from "./contract.ts";
import type { FailureLimit } from "./failureLimit.ts";
import { bearerToken, type Gate } from "./gate.ts";
import type { RateLimit } from "./limits/rateLimit.ts";

export interface HookRouteDeps {
  readonly gate: Gate;
  readonly failures: FailureLimit;
  readonly hooks: RateLimit;
  readonly answerHook: HookHandler;
}

/** A tool tells what it is about to do with everything that belongs to it: the contents of a file, for instance. */
const maximumBodyBytes = 262_144;
/** Questions that may be open at once; each is a person's to answer. */
const maximumOpenHooks = 256;
/** How often a silent connection is asked whether its tool is still there. */
const keepAliveMs = 30_000;

/**
 * Where `quarterdeck hook` asks on behalf of a tool: `Authorization: Bearer <the session's secret>`. The request stays open until
 * there is an answer, for hours if need be; it is given up when the tool goes.
 */
export function addHookRoute(server: FastifyInstance, { gate, failures, hooks, answerHook }: HookRouteDeps): void {
  let open = 0;
  server.post("/hook", { bodyLimit: maximumBodyBytes }, async (request, reply) => {
    const { address } = gate.sourceOf(request.raw);
    failures.check(address);
    const secret = bearerToken(request.headers.authorization);
    if (secret === null) throw new AppError("UNAUTHENTICATED");
    hooks.take(createHash("sha256").update(secret).digest("base64"));
    if (open >= maximumOpenHooks) {
      throw new AppError("TOO_MANY_CONNECTIONS", { details: { current: open, limit: maximumOpenHooks } });
    }
    const gone = new AbortController();
    reply.raw.once("close", () => gone.abort());
    request.raw.socket.setKeepAlive(true, keepAliveMs);
    open += 1;
    try {
      return await answerHook({ secret, body: request.body, signal: gone.signal });
    } catch (error) {
      if (error instanceof AppError && error.code === "UNAUTHENTICATED") failures.failed(address);
      // Nobody hears this any more; it is no failure of ours.
      throw gone.signal.aborted ? new AppError("LINK_CLOSED", { cause: error }) : error;
    } finally {
      open -= 1;
    }
  });
}
