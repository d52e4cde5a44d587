import type { FastifyInstance } from "fastify";
import type { Scheme } from "./addresses.ts";
import type { Announce } from "./announcement.ts";
import type { RelayDeps } from "./contract.ts";
import { createGate, type Gate, type GateDeps } from "./gate.ts";
import { createHttpApp, type HttpAppDeps } from "./httpApp.ts";
import type { Rates } from "./limits/rates.ts";
import type { LiveConnections } from "./liveConnections.ts";
import type { NetworkRules } from "./networkRules.ts";
import { type PhoneAddressing, phoneOrigins } from "./phoneOrigins.ts";
import { addPhoneRoutes } from "./phoneRoutes.ts";
import { openPhoneServer, type PhoneServer } from "./phoneServer.ts";
import { answerTrust, isTrustRequest } from "./tls/answerTrust.ts";
import { createPlainAnswers } from "./tls/plainAnswers.ts";
import { createUpgrades, type UpgradeTarget } from "./upgrades.ts";

export interface PhoneEntranceDeps
  extends Omit<HttpAppDeps, "gate">,
    Pick<RelayDeps, "certificates" | "language" | "phones" | "phoneSettings">,
    Pick<GateDeps, "accounts" | "failures"> {
  readonly rules: NetworkRules;
  readonly rates: Rates;
  readonly live: LiveConnections;
  readonly targets: ReadonlyMap<string, UpgradeTarget>;
  readonly announce: Announce;
  /** The status is another one. */
  readonly changed: () => void;
}

/** What phones come in by: gate, routes and upgrades are made once, ports are opened and closed as the settings say. */
export interface PhoneEntrance extends AsyncDisposable {
  open(where: { readonly port: number; readonly address: string }): Promise<PhoneServer>;
  readonly gate: Gate;
}

/** How long the machine's addresses are believed before they are looked up again. */
const addressesAgeMs = 1_000;

export function createPhoneEntrance(deps: PhoneEntranceDeps): PhoneEntrance {
  const { accounts, failures, live, rates, rules } = deps;
  let addressing: PhoneAddressing | null = null;
  const gateFor = (scheme: Scheme) =>
    createGate({
      accounts,
      failures,
      live,
      rules,
      requests: rates.requests,
      credentials: { kind: "network", phones: deps.phones.door },
      ownOrigins: originsNow(() => addressing, scheme),
    });
  const gate = gateFor("https");
  const plainGate = gateFor("http");
  const upgrades = createUpgrades({ gate, metrics: deps.metrics, targets: deps.targets });
  const answerPlain = createPlainAnswers({
    certificates: deps.certificates,
    check: plainGate.check,
    log: deps.log,
  });
  // Made when phones are first let in: whoever does not want them does not pay for it.
  let app: Promise<FastifyInstance> | undefined;
  const makeApp = async (): Promise<FastifyInstance> => {
    const made = await createHttpApp({ ...deps, gate });
    addPhoneRoutes(made, { gate, door: deps.phones.door, rates });
    addTrustRoutes(made, deps.certificates);
    await made.ready();
    return made;
  };
  return {
    gate,
    open: async (where) => {
      app ??= makeApp();
      return await openPhoneServer(where, {
        ...deps,
        app: await app,
        answerPlain,
        gate,
        upgrades,
        use: (next) => {
          addressing = next;
        },
      });
    },
    [Symbol.asyncDispose]: async () => {
      await (await app)?.close();
    },
  };
}

/** The same pages as without encryption, for a device that trusts the authority already and is asked to by another. */
function addTrustRoutes(app: FastifyInstance, certificates: RelayDeps["certificates"]): void {
  app.route({
    method: ["GET", "HEAD"],
    url: "/trust*",
    handler: async (request, reply) => {
      if (!isTrustRequest(request.raw)) return reply.callNotFound();
      reply.hijack();
      await answerTrust(request.raw, reply.raw, certificates);
    },
  });
}

/** Looked up again after a while, since addresses come and go, and at once where the listener says so. */
function originsNow(current: () => PhoneAddressing | null, scheme: Scheme): () => ReadonlySet<string> {
  let known: { readonly addressing: PhoneAddressing; readonly origins: ReadonlySet<string>; readonly at: number };
  return () => {
    const addressing = current();
    if (!addressing) return new Set();
    const now = performance.now();
    if (known?.addressing !== addressing || now - known.at > addressesAgeMs) {
      known = { addressing, origins: phoneOrigins(addressing, scheme), at: now };
    }
    return known.origins;
  };
}
