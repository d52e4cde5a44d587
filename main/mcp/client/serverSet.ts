import type { McpServer } from "#shared/configuration/chatSettings.ts";
import type { McpServerState } from "#shared/contract/chat.ts";
import type { Tool } from "../../chat/contract.ts";
import { mcpTexts } from "../texts.ts";
import { type RunningServer, type RunServerDeps, runServer } from "./runServer.ts";

/** Keys whose tools' names are ours. */
const reservedKeys: readonly string[] = ["app"];

/** Why a server is not run at all: a key of the texts. */
type Problem = "reservedKey" | "doubleKey";

/** One configured server: running, or why it is not. */
interface Entry {
  readonly server: McpServer;
  /** What it runs with: another text is another server. */
  readonly fingerprint: string;
  readonly running: RunningServer | null;
  readonly state: () => McpServerState["state"];
}

/** The configured servers, each running or saying why it does not. */
export class ServerSet implements AsyncDisposable {
  readonly #deps: RunServerDeps;
  /** By key: what must have ended before its follower begins. */
  readonly #ending = new Map<string, Promise<void>>();
  #entries: readonly Entry[] = [];
  #isClosed = false;

  constructor(deps: RunServerDeps) {
    this.#deps = deps;
  }

  states(): McpServerState[] {
    return this.#entries.map(({ server: { key, name, kind }, state }) => ({ key, name, kind, state: state() }));
  }

  tools(): readonly Tool[] {
    return this.#entries.flatMap(({ running }) => running?.tools() ?? []);
  }

  /** Ends the servers that are not among these as they are, and begins those that are new or different. */
  follow(servers: readonly McpServer[]): void {
    if (this.#isClosed) return;
    const seen = new Set<string>();
    const wanted = servers.map((server) => {
      const problem = problemWith(server, seen);
      seen.add(server.key);
      return { server, problem, fingerprint: JSON.stringify([server, problem]) };
    });
    const before = new Map(this.#entries.map((entry) => [entry.fingerprint, entry]));
    const kept = new Set(wanted.map(({ fingerprint }) => fingerprint));
    // First what ends: a follower with the same key waits for it.
    for (const entry of this.#entries) if (!kept.has(entry.fingerprint)) this.#end(entry);
    this.#entries = wanted.map((one) => before.get(one.fingerprint) ?? this.#begin(one));
  }

  #begin({ server, problem, fingerprint }: { server: McpServer; problem: Problem | null; fingerprint: string }): Entry {
    const entry = { server, fingerprint, running: null };
    if (problem) {
      const reason = (): string => mcpTexts(this.#deps.language())[problem];
      return { ...entry, state: () => ({ kind: "failed", reason: reason(), nextAt: null }) };
    }
    if (!server.isEnabled) return { ...entry, state: () => ({ kind: "off" }) };
    const before = this.#ending.get(server.key);
    const running = runServer(server, {
      ...this.#deps,
      withSecrets: async (values) => {
        // Both may use the same files.
        await before;
        return await this.#deps.withSecrets(values);
      },
    });
    return { ...entry, running, state: running.state };
  }

  #end({ server: { key }, running }: Entry): void {
    if (!running) return;
    const done = Promise.all([this.#ending.get(key), running[Symbol.asyncDispose]()])
      .catch((error: unknown) => this.#deps.log.error("An MCP server did not end", { server: key, error }))
      .then(() => {
        if (this.#ending.get(key) === done) this.#ending.delete(key);
      });
    this.#ending.set(key, done);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#isClosed = true;
    for (const entry of this.#entries) this.#end(entry);
    this.#entries = [];
    await Promise.all(this.#ending.values());
  }
}

function problemWith({ key }: McpServer, seen: ReadonlySet<string>): Problem | null {
  if (reservedKeys.includes(key)) return "reservedKey";
  return seen.has(key) ? "doubleKey" : null;
}
