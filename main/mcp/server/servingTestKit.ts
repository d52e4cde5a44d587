import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import { CallToolResultSchema } from "@modelcontextprotocol/sdk/types.js";
import { vi } from "vitest";
import type { ToolPermission } from "#shared/configuration/chatSettings.ts";
import type { AttentionItem } from "#shared/contract/attention.ts";
import type { Scope as Permission } from "#shared/contract/scopes.ts";
import type { Attention } from "../../attention/contract.ts";
import { openTestAttention } from "../../attention/testAttention.ts";
import { createAppTools } from "../../core/appTools.ts";
import type { Caller } from "../../core/caller.ts";
import { lockInstance } from "../../core/instance.ts";
import { Scope } from "../../core/scope.ts";
import { silentLog } from "../../observability/log.ts";
import { startTestHost, type TestHost } from "../../relay/relayTestKit.ts";
import { openSessionsBench, type SessionsBench } from "../../sessions/testing.ts";
import { createMcpServing } from "./createMcpServing.ts";

export const patience = { timeout: 15_000, interval: 20 };
export const person: Caller = { kind: "desktop", label: "Desktop", scopes: ["admin"], credentialId: "desktop" };

/** The endpoint over real sessions and real attention, reached as clients reach it. */
export interface ServingBench extends AsyncDisposable {
  readonly host: TestHost;
  readonly sessions: SessionsBench["sessions"];
  readonly attention: Attention;
  /** Where an instance.json names the host. */
  readonly dataFolder: string;
  /** What the person has set for tools. */
  permissions: Record<string, ToolPermission>;
  token(...scopes: Permission[]): Promise<string>;
  /** The SDK's client over streamable HTTP. */
  overHttp(token: string): Promise<Client>;
  /** The SDK's client over `quarterdeck mcp`; its pid beside it. */
  overStdio(words?: readonly string[], environment?: Record<string, string>): Promise<{ client: Client; pid: number }>;
  /** The one item that is open, once there is one. */
  openItem(): Promise<AttentionItem>;
  answer(id: string, choice: string): Promise<unknown>;
}

export async function openServingBench(): Promise<ServingBench> {
  const scope = new Scope();
  const dataFolder = await mkdtemp(join(tmpdir(), "quarterdeck-mcp-"));
  scope.defer(() => rm(dataFolder, { recursive: true, force: true }));
  const bench = scope.use(await openSessionsBench());
  const test = scope.use(await openTestAttention());
  const { attention } = test;
  const permissions: Record<string, ToolPermission> = {};
  const serving = scope.use(
    createMcpServing({
      tools: createAppTools({ sessions: bench.sessions, attention }),
      permissions: () => permissions,
      attention,
      version: "0.0.0",
      language: () => "en",
      log: silentLog,
    }),
  );
  const host = await startTestHost({ serveMcp: serving.handle });
  scope.defer(() => host.dispose());
  const lock = scope.use(lockInstance({ dataFolder, controlToken: host.controlToken, version: "0.0.0" }));
  lock.publish(host.url);

  const connect = async (transport: Transport): Promise<Client> => {
    const client = new Client({ name: "test-agent", version: "1" });
    await client.connect(transport);
    scope.defer(() => client.close());
    return client;
  };
  let answers = 0;
  return {
    host,
    sessions: bench.sessions,
    attention,
    dataFolder,
    permissions,
    token: async (...scopes) => (await host.accounts.tokens.create("Agent’s token", scopes)).token,
    overHttp: (token) => {
      const requestInit = { headers: { authorization: `Bearer ${token}` } };
      return connect(new StreamableHTTPClientTransport(new URL(`${host.url}/mcp`), { requestInit }) as Transport);
    },
    overStdio: async (words = [], environment = {}) => {
      const program = join(import.meta.dirname, "..", "..", "commandLine.ts");
      const transport = new StdioClientTransport({
        command: process.execPath,
        args: [program, "mcp", "--data-dir", dataFolder, ...words],
        env: environment,
        stderr: "inherit",
      });
      const client = await connect(transport as Transport);
      return { client, pid: transport.pid ?? 0 };
    },
    openItem: () =>
      vi.waitFor(async () => {
        const [item, another] = await attention.list({ state: "open", limit: 10 });
        if (!item || another) throw new Error("Not one open item");
        return item;
      }, patience),
    answer: (id, choice) => {
      answers += 1;
      return attention.answer(person, { id, choice, idempotencyKey: `answer-${answers}` });
    },
    [Symbol.asyncDispose]: () => scope[Symbol.asyncDispose](),
  };
}

/** What a tool said. */
export async function said(client: Client, name: string, input: object = {}, signal?: AbortSignal) {
  const options = { timeout: 60_000, ...(signal ? { signal } : {}) };
  const params = { name, arguments: { ...input } };
  const { content, isError = false } = await client.request(
    { method: "tools/call", params },
    CallToolResultSchema,
    options,
  );
  const text = content.map((part) => (part.type === "text" ? part.text : part.type)).join("\n");
  return { text, isError };
}
