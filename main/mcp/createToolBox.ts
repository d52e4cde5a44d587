import type { McpServer } from "#shared/configuration/chatSettings.ts";
import type { ConfigurationValues } from "#shared/configuration/configurationSchema.ts";
import type { McpServerState } from "#shared/contract/chat.ts";
import type { Language } from "#shared/errors/errorTexts.ts";
import type { Tool, ToolBox } from "../chat/contract.ts";
import { createLatestValue } from "../core/latestValue.ts";
import type { Log } from "../observability/log.ts";
import { type RunningServer, runServer, type Timing, usualTiming } from "./client/runServer.ts";
import { mcpTexts } from "./texts.ts";

export interface ToolBoxDeps {
  /** The app's own. */
  readonly ownTools: readonly Tool[];
  readonly settings: {
    readonly current: () => ConfigurationValues["chat"];
    onChange(listener: () => void): Disposable;
  };
  /** The additions to a server's environment, or its headers, with the secrets in place of their names. */
  readonly withSecrets: (values: Readonly<Record<string, string>>) => Promise<Readonly<Record<string, string>>>;
  /** Of this program, as servers are told. */
  readonly version: string;
  /** Of the reasons why a server failed. */
  readonly language: () => Language;
  readonly log: Log;
  readonly timing?: Timing;
}

/** Chats end a call after `toolTimeoutSeconds` themselves; who calls without a limit is ended a little later. */
const patienceMs = 5_000;
/** Keys whose tools' names are ours. */
const reservedKeys: readonly string[] = ["app"];

/** One configured server: running, or why it is not. */
interface Entry {
  readonly server: McpServer;
  /** What it runs with: another text is another server. */
  readonly fingerprint: string;
  readonly running: RunningServer | null;
  readonly state: () => McpServerState["state"];
}

/** The app's own tools and those of the servers that are configured now. A change of the settings touches only the servers that changed. */
export function createToolBox(deps: ToolBoxDeps): ToolBox {
  const { language, log, ownTools, settings, version, withSecrets } = deps;
  const timing = deps.timing ?? usualTiming;
  const listeners = new Set<() => void>();
  const latest = createLatestValue();
  const ending = new Map<string, Promise<void>>();
  let entries: readonly Entry[] = [];
  let tools: readonly Tool[] = ownTools;
  let isClosed = false;

  const changed = (): void => {
    tools = [...ownTools, ...entries.flatMap(({ running }) => running?.tools() ?? [])];
    latest.changed();
    for (const listener of [...listeners]) listener();
  };

  const begin = (server: McpServer): RunningServer => {
    const { key } = server;
    const before = ending.get(key);
    return runServer(server, {
      version,
      timing,
      language,
      log,
      changed,
      toolTimeoutMs: () => settings.current().toolTimeoutSeconds * 1000 + patienceMs,
      // The server that had its place ends first: both may use the same files.
      withSecrets: async (values) => {
        await before;
        return await withSecrets(values);
      },
    });
  };

  const end = ({ server: { key }, running }: Entry): void => {
    if (!running) return;
    const done = Promise.all([ending.get(key), running[Symbol.asyncDispose]()])
      .catch((error: unknown) => log.error("An MCP server did not end", { server: key, error }))
      .then(() => {
        if (ending.get(key) === done) ending.delete(key);
      });
    ending.set(key, done);
  };

  const follow = (): void => {
    if (isClosed) return;
    const seen = new Set<string>();
    const kept: Entry[] = [];
    const before = [...entries];
    const left = new Set(before);
    for (const server of settings.current().mcpServers) {
      const problem = problemWith(server, seen);
      seen.add(server.key);
      const fingerprint = JSON.stringify([server, problem]);
      const same = before.find((entry) => left.has(entry) && entry.fingerprint === fingerprint);
      if (same) {
        left.delete(same);
        kept.push(same);
        continue;
      }
      // What is replaced ends before its follower begins.
      for (const entry of left) {
        if (entry.server.key !== server.key || problem) continue;
        left.delete(entry);
        end(entry);
      }
      kept.push(entryOf(server, fingerprint, problem));
    }
    for (const entry of left) end(entry);
    entries = kept;
    changed();
  };

  const entryOf = (server: McpServer, fingerprint: string, problem: Problem | null): Entry => {
    if (problem) {
      const state = () => ({ kind: "failed" as const, reason: mcpTexts(language())[problem], nextAt: null });
      return { server, fingerprint, running: null, state };
    }
    if (!server.isEnabled) return { server, fingerprint, running: null, state: () => ({ kind: "off" }) };
    const running = begin(server);
    return { server, fingerprint, running, state: running.state };
  };

  follow();
  const following = settings.onChange(follow);
  const servers = (): McpServerState[] =>
    entries.map(({ server: { key, name, kind }, state }) => ({ key, name, kind, state: state() }));
  return {
    tools: () => tools,
    onChange: (listener) => {
      listeners.add(listener);
      return { [Symbol.dispose]: () => void listeners.delete(listener) };
    },
    servers,
    serverChanges: (signal) => latest.follow(servers, signal),
    [Symbol.asyncDispose]: async () => {
      isClosed = true;
      following[Symbol.dispose]();
      for (const entry of entries) end(entry);
      entries = [];
      await Promise.all(ending.values());
    },
  };
}

type Problem = "reservedKey" | "doubleKey";

function problemWith({ key }: McpServer, seen: ReadonlySet<string>): Problem | null {
  if (reservedKeys.includes(key)) return "reservedKey";
  return seen.has(key) ? "doubleKey" : null;
}
