import { call } from "@orpc/server";
import { allows } from "#shared/contract/scopes.ts";
import { toolKey } from "#shared/contract/tools.ts";
import { AppError } from "#shared/errors/appError.ts";
import type { Metrics } from "../observability/createMetrics.ts";
import type { Log } from "../observability/log.ts";
import type { RelayDeps } from "../relay/contract.ts";
import type { Sessions } from "../sessions/contract.ts";
import type { Tools } from "../sessions/tools/contract.ts";
import { callError } from "./callErrors.ts";
import type { Handlers } from "./handlers.ts";

export interface SessionCallsDeps {
  readonly handlers: Handlers;
  readonly sessions: Pick<Sessions, "openTerminals">;
  readonly tools: Pick<Tools, "resolve">;
  readonly log: Log;
  readonly metrics: Pick<Metrics, "observeRequest" | "countError">;
}

/**
 * The calls behind the plain JSON protocol. They go through the handlers like those of every other way in: the same permissions,
 * the same limits on the input, the same sessions; they are counted as the same calls.
 */
export function createSessionCalls(deps: SessionCallsDeps): RelayDeps["openSessionCalls"] {
  const { sessions, terminals } = deps.handlers;
  return (link, caller) => {
    const options = { context: { caller, terminals: deps.sessions.openTerminals(link, caller) } };
    const start = async (request: { readonly tool: string; readonly arguments?: string[] | undefined }) => {
      // The contract would refuse what cannot be a key as bad input; here it is a tool that is not in the catalogue.
      if (allows(caller.scopes, "start") && !toolKey.safeParse(request.tool).success) {
        await deps.tools.resolve(request.tool);
        throw new AppError("UNKNOWN_TOOL", { details: { tool: request.tool.slice(0, 80) } });
      }
      return await call(sessions.start, request, options);
    };
    return {
      list: () => run("sessions.list", () => call(sessions.list, undefined, options), deps),
      start: (request) => run("sessions.start", () => start(request), deps),
      restart: (id) => run("sessions.restart", () => call(sessions.restart, { id }, options), deps),
      stop: (id) => run("sessions.stop", () => call(sessions.stop, { id }, options), deps),
      delete: (id) => run("sessions.delete", () => call(sessions.delete, { id }, options), deps),
      sendInput: (id, text) => run("sessions.sendInput", () => call(sessions.sendInput, { id, text }, options), deps),
      attach: (request) => run("terminals.attach", () => call(terminals.attach, request, options), deps),
      detach: (stream) => run("terminals.detach", () => call(terminals.detach, { stream }, options), deps),
    };
  };
}

/** Makes the call and counts how it ended. Rejects with an AppError always. */
async function run<T>(name: string, work: () => Promise<T>, { log, metrics }: SessionCallsDeps): Promise<T> {
  const begin = performance.now();
  try {
    const result = await work();
    metrics.observeRequest(name, "OK", performance.now() - begin);
    return result;
  } catch (error) {
    const failure = callError(error, name, log);
    metrics.observeRequest(name, failure.code, performance.now() - begin);
    metrics.countError(failure.code);
    throw failure;
  }
}
