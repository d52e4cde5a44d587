import { join } from "node:path";
import type { Session } from "#shared/contract/sessions.ts";
import { createAccounts } from "../accounts/accounts.ts";
import type { Accounts } from "../accounts/contract.ts";
import type { SessionCount } from "../observability/createMetrics.ts";
import type { Sessions } from "../sessions/contract.ts";
import { createSessions } from "../sessions/createSessions.ts";
import type { Tools } from "../sessions/tools/contract.ts";
import { createTools } from "../sessions/tools/tools.ts";
import type { Foundation } from "./foundation.ts";
import type { Scope } from "./scope.ts";
import { resolveReferences } from "./secrets/resolveReferences.ts";

export interface Parts {
  readonly tools: Tools;
  readonly accounts: Accounts;
  readonly sessions: Sessions;
}

/** The parts of the house, each given what it needs from the foundation and from its neighbours. */
export async function openParts(foundation: Foundation, scope: Scope): Promise<Parts> {
  const { configuration, controlToken, database, dataFolder, log, metrics, notices, secrets } = foundation;
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
      withSecrets: (environment) => resolveReferences(environment, secrets),
      onInterrupted: (count) => notices.tell("sessions-interrupted", { count }),
      onHistoryProblem: (problem) =>
        problem === "disk-full" ? notices.tell("disk-full", {}) : notices.remove("disk-full"),
      onStarted: (tool) => metrics.countSession(tool, "started"),
      onOutput: (bytes) => metrics.countTerminalBytes("out", bytes),
    }),
  );
  metrics.use({ sessions: () => countSessions(sessions.list()) });
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
