import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { vi } from "vitest";
import { chatSettings, type McpServer, mcpServer } from "#shared/configuration/chatSettings.ts";
import type { McpServerState } from "#shared/contract/chat.ts";
import type { Tool, ToolBox } from "../chat/contract.ts";
import { Scope } from "../core/scope.ts";
import { silentLog } from "../observability/log.ts";
import type { Timing } from "./client/runServer.ts";
import { createToolBox } from "./createToolBox.ts";

const programs = new URL("../../e2e/helpers/mcpServers/", import.meta.url);
const programPath = (name: string): string => fileURLToPath(new URL(name, programs));
export const patience = { timeout: 20_000, interval: 20 };

/** A scripted server over stdio, as the settings have it. */
export function stdioServer(key: string, behaviour = "normal", more: object = {}): McpServer {
  const words = [programPath("stdioServer.ts"), behaviour];
  return mcpServer.parse({ kind: "stdio", key, name: key, command: process.execPath, arguments: words, ...more });
}

const quick: Timing = {
  startAfterMs: 0,
  answerWithinMs: 10_000,
  restart: { baseMs: 50, factor: 2, ceilingMs: 60_000, jitterMs: 0 },
  steadyAfterMs: 60_000,
  listEveryMs: 10,
};

export interface TestToolBox extends AsyncDisposable {
  readonly toolBox: ToolBox;
  configure(...servers: McpServer[]): void;
  state(key: string): McpServerState["state"];
  until(key: string, kind: McpServerState["state"]["kind"]): Promise<void>;
  tool(name: string): Tool;
  call(name: string, input?: Record<string, unknown>, options?: CallOptions): ReturnType<Tool["call"]>;
}

interface CallOptions {
  readonly signal?: AbortSignal;
  readonly onProgress?: (text: string) => void;
}

/** A tool box over settings in the test's hand, that waits for nothing longer than it must. */
export function openTestToolBox(
  servers: readonly McpServer[],
  { secrets = {}, timing = {} }: { secrets?: Readonly<Record<string, string>>; timing?: Partial<Timing> } = {},
): TestToolBox {
  let settings = chatSettings.parse({ mcpServers: servers });
  const listeners = new Set<() => void>();
  const toolBox = createToolBox({
    ownTools: [],
    settings: {
      current: () => settings,
      onChange: (listener) => {
        listeners.add(listener);
        return { [Symbol.dispose]: () => void listeners.delete(listener) };
      },
    },
    withSecrets: async (values) =>
      Object.fromEntries(
        Object.entries(values).map(([name, value]) => [
          name,
          value.startsWith("secret:") ? (secrets[value.slice(7)] ?? "") : value,
        ]),
      ),
    version: "0.0.0",
    language: () => "en",
    log: silentLog,
    timing: { ...quick, ...timing },
  });
  const state: TestToolBox["state"] = (key) => {
    const found = toolBox.servers().find((server) => server.key === key);
    if (!found) throw new Error(`No server ${key}`);
    return found.state;
  };
  const tool: TestToolBox["tool"] = (name) => {
    const found = toolBox.tools().find((one) => one.name === name);
    if (!found) throw new Error(`No tool ${name}`);
    return found;
  };
  return {
    toolBox,
    configure: (...mcpServers) => {
      settings = { ...settings, mcpServers };
      for (const listener of listeners) listener();
    },
    state,
    until: (key, kind) =>
      vi.waitFor(() => {
        const now = state(key);
        if (now.kind !== kind) throw new Error(`${key} is ${JSON.stringify(now)}`);
      }, patience),
    tool,
    call: (name, input = {}, { signal = new AbortController().signal, onProgress = () => {} } = {}) =>
      tool(name).call(input, { signal, onProgress, caller: { label: "Test", conversation: null } }),
    [Symbol.asyncDispose]: () => toolBox[Symbol.asyncDispose](),
  };
}

/** A scripted server over HTTP that runs until it is disposed. */
export async function startHttpServer(behaviour: string): Promise<{ readonly url: string } & AsyncDisposable> {
  const scope = new Scope();
  const child: ChildProcess = spawn(process.execPath, [programPath("httpServer.ts"), behaviour], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  scope.defer(async () => {
    const exit = once(child, "exit");
    if (child.kill()) await exit;
  });
  if (!child.stdout) throw new Error("no output");
  const [port] = await once(child.stdout, "data");
  return {
    url: `http://127.0.0.1:${String(port).trim()}/mcp`,
    [Symbol.asyncDispose]: () => scope[Symbol.asyncDispose](),
  };
}
