import { join } from "node:path";
import { StandardRPCHandler } from "@orpc/server/standard";
import type { Session } from "#shared/contract/sessions.ts";
import { createAccounts } from "../accounts/accounts.ts";
import type { SessionCount } from "../observability/createMetrics.ts";
import type { Log } from "../observability/log.ts";
import { readRecentLogs } from "../observability/readRecentLogs.ts";
import type { Relay } from "../relay/contract.ts";
import { loginCookieName } from "../relay/cookies.ts";
import { createRelay } from "../relay/relay.ts";
import { createSessions } from "../sessions/createSessions.ts";
import { createTools } from "../sessions/tools/tools.ts";
import { createCallPipeline } from "./callPipeline.ts";
import type { Core, CoreOptions } from "./contract.ts";
import { type Foundation, openFoundation } from "./foundation.ts";
import { createHandlers } from "./handlers.ts";
import { languageFor } from "./language.ts";
import { createLatestValue } from "./latestValue.ts";
import { createLinkServer } from "./linkServer.ts";
import type { Notices } from "./notices.ts";
import { Scope } from "./scope.ts";
import { openSecrets } from "./secrets/openSecrets.ts";
import { createSystem } from "./system.ts";

/**
 * Puts the house together and opens its doors: the one place that knows every part. Resolves once it listens. Throws
 * AlreadyRunningError, another ExplainedError (the port), and the AppErrors of configuration and storage; then nothing is left open.
 */
export async function createCore(options: CoreOptions): Promise<Core> {
  const scope = new Scope();
  try {
    return await build(options, scope);
  } catch (error) {
    await scope[Symbol.asyncDispose]();
    throw error;
  }
}

async function build(options: CoreOptions, scope: Scope): Promise<Core> {
  const { dataFolder, platform } = options;
  const startedAt = Date.now();
  const foundation = await openFoundation(options, scope);
  const { installation, lock, log, configuration, metrics, health, notices } = foundation;
  const { tools, accounts, sessions } = await openParts(dataFolder, foundation, scope);

  const readWarnings = () => readRecentLogs(foundation.logFolder, { level: "warn", limit: 50 });
  const statusChanged = createLatestValue();
  notices.onChange(statusChanged.changed);
  const system = createSystem({
    readStatus: () => ({
      version: installation.version,
      host: platform.host,
      startedAt,
      url: relay.url,
      connections: links.linkCount,
      runningSessions: sessions.runningCount,
    }),
    statusChanged,
    notices,
    readLogs: (request) => readRecentLogs(foundation.logFolder, request),
    diagnose: async () =>
      (await import("./diagnose.ts")).diagnose({
        dataFolder,
        configuration,
        listener: { host: configuration.current.server.host, port: relay.port },
        status: system.status(),
        language: languageFor(configuration.current.appearance.language),
        readWarnings,
      }),
  });

  const pipeline = createCallPipeline({ log: log.child({ part: "calls" }), metrics });
  const handlers = createHandlers({ system, tools, sessions, settings: configuration, tokens: accounts.tokens });
  const links = scope.use(
    createLinkServer({
      handler: new StandardRPCHandler(handlers, pipeline),
      openTerminals: (link, caller) => sessions.openTerminals(link, caller),
      linkFailed: (error, { kind }) => log.error("A connection failed", { kind, error }),
      linksChanged: statusChanged.changed,
    }),
  );

  const loginUrl = (): string => `${relay.url}/#login=${accounts.logins.createCode()}`;
  const relay: Relay = scope.use(
    await createRelay({
      ...configuration.current.server,
      ...installation,
      accounts,
      metrics,
      health,
      log: log.child({ part: "relay" }),
      serveLink: links.serve,
      loginUrl,
      cookieName: loginCookieName(dataFolder),
      restHandler: async () => (await import("./restApi.ts")).createRestHandler(handlers, pipeline),
      openApiDocument: async (url) =>
        (await import("./openApiDocument.ts")).createOpenApiDocument({ version: installation.version, url }),
    }),
  );

  metrics.use({ sessions: () => countSessions(sessions.list()), connections: links.countByKind });
  followStatus(sessions.changes(scope.signal), statusChanged.changed, log);
  scope.defer(() => health.setState("stopping"));
  health.setState("ready");
  lock.publish(relay.url);
  const secretsTold = tellWhereSecretsGo(dataFolder, notices, log);
  scope.defer(() => secretsTold);
  log.info("Ready", { version: installation.version, host: platform.host, url: relay.url });

  return {
    version: installation.version,
    url: relay.url,
    dataFolder,
    loginUrl,
    serveLink: links.serve,
    get runningSessions() {
      return sessions.runningCount;
    },
    sessions,
    configuration,
    log,
    [Symbol.asyncDispose]: () => scope[Symbol.asyncDispose](),
  };
}

async function openParts(dataFolder: string, foundation: Foundation, scope: Scope) {
  const { database, configuration, controlToken, log, metrics, notices } = foundation;
  const tools = scope.use(
    createTools({
      userTools: () => configuration.current.tools,
      shell: () => configuration.current.sessions.shell,
      environment: process.env,
    }),
  );
  const accounts = scope.use(createAccounts({ database, controlToken, log: log.child({ part: "accounts" }) }));
  const sessions = scope.use(
    await createSessions({
      database,
      folder: join(dataFolder, "sessions"),
      tools,
      log: log.child({ part: "sessions" }),
      settings: () => configuration.current.sessions,
      onInterrupted: (count) => notices.tell("sessions-interrupted", { count }),
      onHistoryProblem: (problem) =>
        problem === "disk-full" ? notices.tell("disk-full", {}) : notices.remove("disk-full"),
      onStarted: (tool) => metrics.countSession(tool, "started"),
      onOutput: (bytes) => metrics.countTerminalBytes("out", bytes),
    }),
  );
  return { tools, accounts, sessions };
}

function countSessions(sessions: readonly Session[]): SessionCount[] {
  const counts = new Map<string, SessionCount>();
  for (const { tool, status } of sessions) {
    const key = `${tool} ${status}`;
    counts.set(key, { tool, status, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  return [...counts.values()];
}

/** The number of running sessions is part of the status. Ends with the stream. */
function followStatus(changes: AsyncIterable<unknown>, changed: () => void, log: Log): void {
  const follow = async () => {
    for await (const _ of changes) changed();
  };
  follow().catch((error: unknown) => log.error("The sessions can no longer be followed for the status", { error }));
}

/** Opened beside everything else: a keychain may take seconds to answer, and nothing waits for it. Ends by itself. */
async function tellWhereSecretsGo(dataFolder: string, notices: Notices, log: Log): Promise<void> {
  try {
    const secrets = await openSecrets({ dataFolder, log: log.child({ part: "secrets" }) });
    for (const notice of secrets.notices) notices.add(notice);
  } catch (error) {
    log.error("The place for secrets cannot be opened", { error });
  }
}
