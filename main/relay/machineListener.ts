import type { AddressInfo } from "node:net";
import type { FastifyInstance } from "fastify";
import type { Scope } from "../core/scope.ts";
import { tellAcceptErrors } from "./acceptErrors.ts";
import { originsOf, ownNames, urlOf } from "./addresses.ts";
import { addAuthRoutes } from "./authRoutes.ts";
import type { RelayDeps } from "./contract.ts";
import { createGate, type GateDeps } from "./gate.ts";
import { addHookRoute } from "./hookRoute.ts";
import { createHttpApp, type HttpAppDeps } from "./httpApp.ts";
import type { Rates } from "./limits/rates.ts";
import type { LiveConnections } from "./liveConnections.ts";
import { addMcpRoute } from "./mcpRoute.ts";
import type { NetworkRules } from "./networkRules.ts";
import { explainListenError } from "./portInUse.ts";
import { createUpgrades, type UpgradeTarget } from "./upgrades.ts";

export interface MachineListenerDeps
  extends Omit<HttpAppDeps, "gate">,
    Pick<RelayDeps, "host" | "port" | "accounts" | "answerHook" | "cookieName" | "loginUrl" | "serveMcp">,
    Pick<GateDeps, "failures"> {
  readonly rules: NetworkRules;
  readonly rates: Rates;
  readonly live: LiveConnections;
  readonly targets: ReadonlyMap<string, UpgradeTarget>;
}

const flags = { host: "--host", port: "--port" };

/** Listens for who sits at this machine: browsers that sign in, scripts, the command line, the hooks of tools. */
export async function openMachineListener(
  deps: MachineListenerDeps,
  scope: Scope,
): Promise<{ readonly url: string; readonly port: number }> {
  const { accounts, cookieName, failures, host, live, rates, rules } = deps;
  let own: readonly string[] = [];
  const gate = createGate({
    accounts,
    failures,
    live,
    rules,
    requests: rates.requests,
    credentials: { kind: "machine", cookieName },
    ownOrigins: () => new Set([...own, ...rules.publicOrigins]),
  });
  const app = await createHttpApp({ ...deps, gate });
  addAuthRoutes(app, { gate, failures, logins: accounts.logins, cookieName, loginUrl: deps.loginUrl });
  addHookRoute(app, { gate, failures, hooks: rates.hooks, answerHook: deps.answerHook });
  addMcpRoute(app, { gate, live, rates, serveMcp: deps.serveMcp, log: deps.log });
  app.server.on("upgrade", createUpgrades({ gate, metrics: deps.metrics, targets: deps.targets }).handle);
  const port = await listen(app, host, deps.port);
  tellAcceptErrors(app.server, deps.log);
  scope.defer(() => app.close());
  own = originsOf("http", ownNames(host), port);
  return { url: urlOf(host, port), port };
}

async function listen(app: FastifyInstance, host: string, port: number): Promise<number> {
  try {
    // Fastify would open a second listener for "localhost", which upgrades never reach.
    await app.listen({ host: host === "localhost" ? "127.0.0.1" : host, port });
  } catch (error) {
    await app.close();
    throw await explainListenError(error, { host, port, flags });
  }
  const address: AddressInfo | string | null = app.server.address();
  if (address === null || typeof address === "string") throw new Error("The server listens on no port");
  return address.port;
}
