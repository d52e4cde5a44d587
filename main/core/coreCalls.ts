import type { StandardHandlerOptions } from "@orpc/server/standard";
import { StandardRPCHandler } from "@orpc/server/standard";
import type { Chat } from "../chat/contract.ts";
import type { Models } from "../models/contract.ts";
import type { Log } from "../observability/log.ts";
import { readRecentLogs } from "../observability/readRecentLogs.ts";
import type { PhoneRelay } from "../relay/contract.ts";
import { createCallPipeline } from "./callPipeline.ts";
import type { CallContext } from "./context.ts";
import type { Parts } from "./coreParts.ts";
import type { Foundation } from "./foundation.ts";
import { createHandlers, type Handlers } from "./handlers.ts";
import { languageFor } from "./language.ts";
import { createLatestValue, type LatestValue } from "./latestValue.ts";
import { createLinkServer, type LinkServer } from "./linkServer.ts";
import type { Scope } from "./scope.ts";
import { createSecretCalls } from "./secrets/secretCalls.ts";
import { createSystem, type SystemDeps } from "./system.ts";

/** Everything that can be called, however the call comes in. */
export interface Calls {
  readonly handlers: Handlers;
  readonly pipeline: StandardHandlerOptions<CallContext>;
}

export interface OpenCallsDeps extends Parts {
  readonly chat: Chat;
  readonly models: Models;
  readonly foundation: Foundation;
  readonly scope: Scope;
  readonly status: LatestValue;
  readonly readStatus: SystemDeps["readStatus"];
  readonly relay: PhoneRelay;
  /** Of the listener that is open. */
  readonly port: () => number;
}

/** Makes the calls of the contract out of the parts, and what serves them on live links. */
export function openCalls(deps: OpenCallsDeps): { calls: Calls; links: LinkServer } {
  const { accounts, attention, chat, foundation, models, phones, relay, scope, sessions, status, tools } = deps;
  const { configuration, dataFolder, log, logFolder, metrics, notices } = foundation;
  const system = createSystem({
    readStatus: deps.readStatus,
    statusChanged: status,
    notices,
    readLogs: (request) => readRecentLogs(logFolder, request),
    diagnose: async () => {
      const { diagnose } = await import("./diagnose.ts");
      return await diagnose({
        dataFolder,
        configuration,
        listener: { host: configuration.current.server.host, port: deps.port() },
        status: system.status(),
        language: languageFor(configuration.current.appearance.language),
        readWarnings: () => readRecentLogs(logFolder, { level: "warn", limit: 50 }),
      });
    },
  });
  const pipeline = createCallPipeline({ log: log.child({ part: "calls" }), metrics });
  const settingsChanged = createLatestValue();
  scope.use(configuration.onChange(settingsChanged.changed));
  const handlers = createHandlers({
    system,
    tools,
    sessions,
    settings: configuration,
    settingsChanged,
    secrets: createSecretCalls(foundation.secrets),
    tokens: accounts.tokens,
    relay,
    phones,
    attention,
    models,
    chat,
  });
  const tellSecrets = tellWhereSecretsGoOnce(foundation, scope);
  const links = scope.use(
    createLinkServer({
      handler: new StandardRPCHandler(handlers, pipeline),
      openTerminals: (link, caller) => sessions.openTerminals(link, caller),
      linkEnded: (terminals, caller) => attention.presence(terminals, caller, false),
      linkFailed: (error, { kind }) => log.error("A connection failed", { kind, error }),
      linksChanged: () => {
        status.changed();
        tellSecrets();
      },
    }),
  );
  followStatus(sessions.changes(scope.signal), status.changed, log);
  scope.use(attention.onChange(status.changed));
  return { calls: { handlers, pipeline }, links };
}

/** The number of running sessions is part of the status. Ends with the stream. */
function followStatus(changes: AsyncIterable<unknown>, changed: () => void, log: Log): void {
  const follow = async (): Promise<void> => {
    for await (const _ of changes) changed();
  };
  follow().catch((error: unknown) => log.error("The sessions can no longer be followed for the status", { error }));
}

/** People are told where secrets are kept when the first of them is there: opening the place raises the notice. */
function tellWhereSecretsGoOnce({ log, secrets }: Foundation, scope: Scope): () => void {
  let told: Promise<void> | undefined;
  const tell = async (): Promise<void> => {
    try {
      await secrets();
    } catch (error) {
      log.error("The place for secrets cannot be opened", { error });
    }
  };
  scope.defer(() => told);
  return () => {
    if (!scope.signal.aborted) told ??= tell();
  };
}
