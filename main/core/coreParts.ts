import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import type { Session } from "#shared/contract/sessions.ts";
import { errorText } from "#shared/errors/errorTexts.ts";
import { createAccounts } from "../accounts/accounts.ts";
import type { Accounts } from "../accounts/contract.ts";
import type { Attention } from "../attention/contract.ts";
import { createAttention } from "../attention/createAttention.ts";
import { createHooks, type Hooks } from "../attention/hooks/createHooks.ts";
import { watchSessions } from "../attention/sources/sessionSources.ts";
import type { SessionCount } from "../observability/createMetrics.ts";
import type { Phones } from "../phones/contract.ts";
import { createPhones } from "../phones/createPhones.ts";
import type { Relay } from "../relay/contract.ts";
import type { Certificates } from "../relay/tls/contract.ts";
import { createCertificates } from "../relay/tls/createCertificates.ts";
import type { Sessions } from "../sessions/contract.ts";
import { createSessions } from "../sessions/createSessions.ts";
import type { Tools } from "../sessions/tools/contract.ts";
import { createTools } from "../sessions/tools/tools.ts";
import { waitingRuleOf } from "../sessions/tools/waitingRules.ts";
import type { Foundation } from "./foundation.ts";
import { hookCommand } from "./hookCommand.ts";
import { languageFor } from "./language.ts";
import { lanUrlOf } from "./lanUrl.ts";
import type { Scope } from "./scope.ts";
import { resolveReferences } from "./secrets/resolveReferences.ts";
import { settingsOf } from "./settingsOf.ts";

export interface Parts {
  readonly tools: Tools;
  readonly accounts: Accounts;
  readonly sessions: Sessions;
  readonly phones: Phones;
  readonly attention: Attention;
  readonly hooks: Hooks;
  readonly certificates: Certificates;
}

/** What comes to life after the parts that need it. */
export interface LaterParts {
  readonly relay: () => Relay;
}

/** The parts of the house, each given what it needs from the foundation and from its neighbours. */
export async function openParts(foundation: Foundation, scope: Scope, later: LaterParts): Promise<Parts> {
  const { configuration, controlToken, database, dataFolder, log, metrics, notices, secrets } = foundation;
  const tools = scope.use(
    createTools({
      userTools: () => configuration.current.tools,
      shell: () => configuration.current.sessions.shell,
      environment: process.env,
    }),
  );
  const accounts = scope.use(createAccounts({ database, controlToken, log: log.child({ part: "accounts" }) }));
  const relayStatus = () => later.relay().forPhones.status();
  const phones = scope.use(
    await createPhones({
      database,
      log: log.child({ part: "phones" }),
      secrets,
      relay: relayStatus,
      connectionsPerPhone: () => configuration.current.relay.connectionsPerPhone,
    }),
  );
  const attention = scope.use(
    await createAttention({
      database,
      log: log.child({ part: "attention" }),
      settings: settingsOf(configuration, "attention"),
      secrets,
      resolveSecret: async (value) => (await resolveReferences({ value }, secrets)).value ?? value,
      phones: phones.changes,
      pushChanged: phones.setPush,
      language: () => languageFor(configuration.current.appearance.language),
      phoneUrl: () => lanUrlOf(later.relay()),
      count: metrics.countAttention,
    }),
  );
  const hooks = createHooks({
    attention,
    session: (id) => sessions.get(id),
    log: log.child({ part: "hooks" }),
    url: () => `${later.relay().url}/hook`,
    command: hookCommand,
    folder: join(dataFolder, "hooks"),
    environment: process.env,
    settings: () => configuration.current.attention,
    language: () => languageFor(configuration.current.appearance.language),
    screen: (id) => screenText(sessions, id),
    type: (id, keys) => sessions.sendInput(id, keys, false),
  });
  const sessions = scope.use(
    await createSessions({
      database,
      folder: join(dataFolder, "sessions"),
      tools,
      log: log.child({ part: "sessions" }),
      settings: () => configuration.current.sessions,
      prepareTool: hooks.prepare,
      onRunEnded: hooks.ended,
      withSecrets: (environment) => resolveReferences(environment, secrets),
      onInterrupted: (count) => notices.tell("sessions-interrupted", { count }),
      onHistoryProblem: (problem) =>
        problem === "disk-full" ? notices.tell("disk-full", {}) : notices.remove("disk-full"),
      onStarted: (tool) => metrics.countSession(tool, "started"),
      onOutput: (bytes) => metrics.countTerminalBytes("out", bytes),
    }),
  );
  scope.use(sessions.onSignal(hooks.heard));
  scope.use(
    watchSessions({
      attention,
      sessions,
      settings: () => configuration.current.attention,
      language: () => languageFor(configuration.current.appearance.language),
      screen: (id) => screenText(sessions, id),
      waitingRule: waitingRuleOf,
      speaks: hooks.speaks,
      log: log.child({ part: "attention" }),
    }),
  );
  const certificates = scope.use(
    createCertificates({
      folder: join(dataFolder, "tls"),
      secrets,
      settings: settingsOf(configuration, "relay"),
      log: log.child({ part: "tls" }),
      onProblem: (problem) => {
        if (problem === null) return notices.remove("certificate-problem");
        const language = languageFor(configuration.current.appearance.language);
        notices.tell("certificate-problem", { reason: errorText(problem.code, language, problem.details) });
      },
    }),
  );
  metrics.use({ sessions: () => countSessions(sessions.list()) });
  return { tools, accounts, sessions, phones, attention, hooks, certificates };
}

function countSessions(sessions: readonly Session[]): SessionCount[] {
  const counts = new Map<string, SessionCount>();
  for (const { tool, status } of sessions) {
    const key = `${tool} ${status}`;
    counts.set(key, { tool, status, count: (counts.get(key)?.count ?? 0) + 1 });
  }
  return [...counts.values()];
}

/** What is on a session's screen, without colours. */
async function screenText(sessions: Sessions, id: string): Promise<string[]> {
  const { rows } = await sessions.history.screen(id);
  return rows.map(({ text }) => stripVTControlCharacters(text));
}
