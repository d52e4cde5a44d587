import type { Core, CoreOptions } from "./contract.ts";
import { openCalls } from "./coreCalls.ts";
import { openChat } from "./coreChat.ts";
import { openParts } from "./coreParts.ts";
import { openRelay } from "./coreRelay.ts";
import { openFoundation } from "./foundation.ts";
import { lanUrlOf } from "./lanUrl.ts";
import { createLatestValue } from "./latestValue.ts";
import { Scope } from "./scope.ts";

/**
 * Puts the house together and opens its doors. Resolves once it listens. Throws AlreadyRunningError, another ExplainedError (the
 * port), and the AppErrors of configuration and storage; then nothing is left open. Disposing closes in the opposite order: the
 * doors first, then what ran behind them, the lock on the data folder last.
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
  const { installation, lock, log, configuration, health, metrics, notices } = foundation;
  const { version } = installation;

  const parts = await openParts(foundation, scope, { relay: () => relay });
  const { accounts, attention, sessions } = parts;
  const { chat, mcpServing, models } = await openChat(foundation, parts, scope);

  const status = createLatestValue();
  notices.onChange(status.changed);
  const { calls, links } = openCalls({
    ...parts,
    chat,
    models,
    foundation,
    scope,
    status,
    port: () => relay.port,
    relay: {
      status: () => relay.forPhones.status(),
      statusChanges: (signal) => relay.forPhones.statusChanges(signal),
    },
    readStatus: () => ({
      version,
      host: platform.host,
      startedAt,
      url: relay.url,
      lanUrl: lanUrlOf(relay),
      connections: links.linkCount + total(relay.plainConnections()),
      runningSessions: sessions.runningCount,
      openAttention: attention.openCount,
    }),
  });

  const loginUrl = (): string => `${relay.url}/#login=${accounts.logins.createCode()}`;
  const relay = await openRelay({
    ...parts,
    foundation,
    calls,
    links,
    loginUrl,
    mcpServing,
    plainConnectionsChanged: status.changed,
    scope,
  });

  metrics.use({ connections: () => added(links.countByKind(), relay.plainConnections()) });
  scope.defer(() => health.setState("stopping"));
  health.setState("ready");
  lock.publish(relay.url);
  log.info("Ready", { version, host: platform.host, url: relay.url });

  return {
    version,
    url: relay.url,
    get lanUrl() {
      return lanUrlOf(relay);
    },
    dataFolder,
    loginUrl,
    serveLink: links.serve,
    get runningSessions() {
      return sessions.runningCount;
    },
    sessions,
    attention,
    configuration,
    log,
    [Symbol.asyncDispose]: () => scope[Symbol.asyncDispose](),
  };
}

type Counts = Readonly<Record<string, number>>;

function total(counts: Counts): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}

function added(counts: Counts, more: Counts): Counts {
  const kinds = new Set([...Object.keys(counts), ...Object.keys(more)]);
  return Object.fromEntries([...kinds].map((kind) => [kind, (counts[kind] ?? 0) + (more[kind] ?? 0)]));
}
