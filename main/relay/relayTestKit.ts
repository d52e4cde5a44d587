import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { StandardRPCHandler } from "@orpc/server/standard";
import { type ConfigurationValues, defaultConfiguration } from "#shared/configuration/configurationSchema.ts";
import { AppError } from "#shared/errors/appError.ts";
import type { Link } from "#shared/link/link.ts";
import { createAccounts } from "../accounts/accounts.ts";
import { createSecret } from "../accounts/secrets.ts";
import type { Caller } from "../core/caller.ts";
import { createCallPipeline } from "../core/callPipeline.ts";
import { createHandlers } from "../core/handlers.ts";
import { findInstallation } from "../core/installation.ts";
import { createLinkServer } from "../core/linkServer.ts";
import { createOpenApiDocument } from "../core/rest/openApiDocument.ts";
import { createRestHandler } from "../core/rest/restApi.ts";
import { Scope } from "../core/scope.ts";
import { createSessionCalls } from "../core/sessionCalls.ts";
import { createTestParts } from "../core/testParts.ts";
import { createHealth } from "../observability/createHealth.ts";
import { createMetrics } from "../observability/createMetrics.ts";
import { silentLog } from "../observability/log.ts";
import type { Sessions } from "../sessions/contract.ts";
import type { Tools } from "../sessions/tools/contract.ts";
import { openDatabase } from "../storage/openDatabase.ts";
import type { RelayDeps } from "./contract.ts";
import { createRelay } from "./relay.ts";
import { createCertificates } from "./tls/createCertificates.ts";

type RelaySettings = ConfigurationValues["relay"];

interface TestHostOptions extends Partial<RelayDeps> {
  readonly sessions?: Partial<Sessions>;
  readonly tools?: Partial<Tools>;
  /** What the settings say about the listener for phones, at first. */
  readonly relay?: Partial<RelaySettings>;
  /** Instead of the fakes. */
  readonly realParts?: { readonly sessions: Sessions; readonly tools: Tools };
}

/** The real host, but for the sessions, which a fake at their port stands in for; for tests of what lies around them. */
export async function startTestHost(options: TestHostOptions = {}) {
  const scope = new Scope();
  const dataFolder = await mkdtemp(join(tmpdir(), "quarterdeck-relay-"));
  scope.defer(() => rm(dataFolder, { recursive: true, force: true }));
  const { database } = scope.use(openDatabase({ dataFolder, log: silentLog }));
  const controlToken = createSecret("qd_control_");
  const accounts = scope.use(createAccounts({ database, log: silentLog, controlToken }));
  const metrics = createMetrics();
  const unexpected: unknown[] = [];
  const endedCalls: { call: string; code: string }[] = [];
  const links: { link: Link; caller: Caller; isClosed: boolean }[] = [];
  const parts = { ...createTestParts(accounts.tokens, options), ...options.realParts };
  const pipeline = createCallPipeline({
    log: { ...silentLog, child: () => ({ ...silentLog, error: (message) => unexpected.push(message) }) },
    metrics: { ...metrics, observeRequest: (call, code) => endedCalls.push({ call, code }) },
  });
  const handlers = createHandlers(parts);
  const linkServer = createLinkServer({
    linksChanged: () => {},
    linkEnded: () => {},
    handler: new StandardRPCHandler(handlers, pipeline),
    openTerminals: parts.sessions.openTerminals,
    linkFailed: (error) => unexpected.push(error),
  });
  const settings = createTestSettings(options.relay);
  const kept = new Map<string, string>();
  const certificates = scope.use(
    createCertificates({
      folder: join(dataFolder, "tls"),
      secrets: async () => ({
        get: async (name) => kept.get(name) ?? null,
        set: async (name, value) => kept.set(name, value),
      }),
      settings,
      log: silentLog,
    }),
  );
  const phoneProblems: (string | null)[] = [];
  const { rendererFolder, swaggerFolder, version } = findInstallation();
  const health = createHealth();
  health.setState("ready");
  const relay = await createRelay({
    host: "127.0.0.1",
    port: 0,
    accounts,
    log: silentLog,
    serveLink: (link, caller, admitCall) => {
      const entry = { link, caller, isClosed: false };
      links.push(entry);
      link.onClose(() => {
        entry.isClosed = true;
      });
      return linkServer.serve(link, caller, admitCall);
    },
    openSessionCalls: createSessionCalls({ handlers, ...parts, log: silentLog, metrics }),
    restHandler: async () => createRestHandler(handlers, pipeline),
    openApiDocument: (url) => createOpenApiDocument({ version, url }),
    metrics,
    health,
    loginUrl: () => `http://127.0.0.1/#login=${accounts.logins.createCode()}`,
    phoneSettings: settings,
    phones: parts.phones,
    certificates,
    answerHook: async () => {
      throw new AppError("UNAUTHENTICATED");
    },
    serveMcp: async ({ response }) => void response.writeHead(501).end(),
    plainConnectionsChanged: () => {},
    tellPhoneProblem: (reason) => phoneProblems.push(reason),
    language: () => "en",
    // The network of whoever runs the tests hears nothing of them.
    announce: ({ name }) => ({
      status: () => ({ kind: "announced", name: `${name}.local` }),
      [Symbol.asyncDispose]: async () => {},
    }),
    rendererFolder,
    swaggerFolder,
    cookieName: "quarterdeck_session_test",
    ...options,
  });
  scope.use(relay);
  return Object.assign(relay, {
    accounts,
    controlToken,
    links,
    unexpected,
    endedCalls,
    metrics,
    phoneProblems,
    configure: settings.configure,
    /** What phones trust. */
    authority: async () => (await certificates.authority())?.pem ?? "",
    /** The port phones connect to, once it is open. */
    phonePort: async (): Promise<number> => {
      for await (const status of relay.forPhones.statusChanges()) if (status.kind === "open") return status.port;
      throw new Error("The listener for phones does not open");
    },
    dispose: () => scope[Symbol.asyncDispose](),
  });
}

/** Settings that a test changes while everything runs. Phones, when they are let in, are on this machine. */
function createTestSettings(changed: Partial<RelaySettings> = {}) {
  let values: RelaySettings = { ...defaultConfiguration().relay, port: 0, address: "127.0.0.1", ...changed };
  const listeners = new Set<() => void>();
  return {
    current: () => values,
    onChange: (listener: () => void): Disposable => {
      listeners.add(listener);
      return { [Symbol.dispose]: () => void listeners.delete(listener) };
    },
    configure: (change: Partial<RelaySettings>): void => {
      values = { ...values, ...change };
      for (const listener of listeners) listener();
    },
  };
}

export type TestHost = Awaited<ReturnType<typeof startTestHost>>;
