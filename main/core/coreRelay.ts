import type { McpServing } from "../mcp/server/createMcpServing.ts";
import { isLoopback } from "../relay/addresses.ts";
import type { Relay, RestHandler } from "../relay/contract.ts";
import { loginCookieName } from "../relay/cookies.ts";
import { createRelay } from "../relay/relay.ts";
import type { Calls } from "./coreCalls.ts";
import type { Parts } from "./coreParts.ts";
import type { Foundation } from "./foundation.ts";
import { languageFor } from "./language.ts";
import type { LinkServer } from "./linkServer.ts";
import type { Scope } from "./scope.ts";
import { createSessionCalls } from "./sessionCalls.ts";
import { settingsOf } from "./settingsOf.ts";

export interface OpenRelayDeps extends Parts {
  readonly foundation: Foundation;
  readonly calls: Calls;
  readonly mcpServing: McpServing;
  readonly links: LinkServer;
  readonly loginUrl: () => string;
  /** The number of connections of the plain JSON protocol is another one. */
  readonly plainConnectionsChanged: () => void;
  readonly scope: Scope;
}

/** Opens the listener. What it does not need to listen (REST, its document) is loaded when somebody asks for it. */
export async function openRelay({
  foundation,
  accounts,
  calls,
  certificates,
  hooks,
  phones,
  links,
  loginUrl,
  mcpServing,
  plainConnectionsChanged,
  scope,
  sessions,
  tools,
}: OpenRelayDeps): Promise<Relay> {
  const { configuration, dataFolder, health, installation, log, metrics, notices } = foundation;
  const { host } = configuration.current.server;
  if (!isLoopback(host)) log.warn("The listener can be reached from other machines, without encryption", { host });
  let restHandler: Promise<RestHandler> | undefined;
  return scope.use(
    await createRelay({
      ...configuration.current.server,
      ...installation,
      accounts,
      metrics,
      health,
      log: log.child({ part: "relay" }),
      serveLink: links.serve,
      openSessionCalls: createSessionCalls({
        handlers: calls.handlers,
        sessions,
        tools,
        log: log.child({ part: "calls" }),
        metrics,
      }),
      phoneSettings: settingsOf(configuration, "relay"),
      phones,
      certificates,
      answerHook: hooks.answer,
      serveMcp: mcpServing.handle,
      tellPhoneProblem: (reason) =>
        reason === null ? notices.remove("relay-failed") : notices.tell("relay-failed", { reason }),
      language: () => languageFor(configuration.current.appearance.language),
      plainConnectionsChanged,
      loginUrl,
      cookieName: loginCookieName(dataFolder),
      restHandler: () => {
        restHandler ??= loadRestHandler(calls);
        return restHandler;
      },
      openApiDocument: async (url) => {
        const { createOpenApiDocument } = await import("./rest/openApiDocument.ts");
        return await createOpenApiDocument({ version: installation.version, url });
      },
    }),
  );
}

async function loadRestHandler({ handlers, pipeline }: Calls): Promise<RestHandler> {
  const { createRestHandler } = await import("./rest/restApi.ts");
  return createRestHandler(handlers, pipeline);
}
