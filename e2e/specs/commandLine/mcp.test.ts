import { randomUUID } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Client } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPClientTransport } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import { CallToolResultSchema } from "@modelcontextprotocol/sdk/types.js";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { z } from "zod";
import { locateInstance } from "#main/commandLine/runningInstance.ts";
import { attentionItem } from "#shared/contract/attention.ts";
import { chatTool } from "#shared/contract/chat.ts";
import { type Api, connectApi } from "../../helpers/api.ts";
import { type HeadlessHost, startHeadless } from "../../helpers/headlessHost.ts";
import { projectFolder } from "../../helpers/projectFolder.ts";
import { testEnvironment } from "../../helpers/surroundings.ts";

const patience = { timeout: 20_000, interval: 50 };
const program = join(projectFolder, "dist", "main", "commandLine.js");

let folder: string;
let host: HeadlessHost;
let api: Api;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "quarterdeck-mcp-command-"));
  host = await startHeadless({ folder });
  api = await connectApi(host.dataFolder);
}, 60_000);

afterAll(async () => {
  await host.stop();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

async function connect(transport: Transport): Promise<Client> {
  const client = new Client({ name: "an-agent", version: "1" });
  await client.connect(transport);
  return client;
}

async function overStdio(environment: Record<string, string> = {}): Promise<Client> {
  const env = Object.entries({ ...(await testEnvironment(folder)), ...environment });
  const transport = new StdioClientTransport({
    command: process.execPath,
    args: [program, "mcp", "--data-dir", host.dataFolder],
    env: Object.fromEntries(env.flatMap(([name, value]) => (value === undefined ? [] : [[name, value]]))),
  });
  return await connect(transport as Transport);
}

async function said(client: Client, name: string, input: object = {}): Promise<string> {
  const params = { name, arguments: { ...input } };
  const { content } = await client.request({ method: "tools/call", params }, CallToolResultSchema);
  return content.map((part) => (part.type === "text" ? part.text : part.type)).join("\n");
}

async function rest(method: string, path: string, body?: object): Promise<unknown> {
  const { url, token } = locateInstance(host.dataFolder);
  const response = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
    ...(body ? { body: JSON.stringify(body) } : {}),
  });
  return await response.json();
}

const question = (text: string) =>
  vi.waitFor(async () => {
    const items = z.array(attentionItem).parse(await rest("GET", "/attention"));
    const item = items.find((one) => one.text.includes(text));
    if (!item) throw new Error(`Nobody asks “${text}”`);
    return item;
  }, patience);

const answer = (id: string, choice: string) =>
  rest("POST", `/attention/${id}/answer`, { choice, idempotencyKey: randomUUID() });

it("lets an agent in a session read it, ask before it types, and go on after a restart", async () => {
  const shell = await api.startShell("Deck");
  const client = await overStdio({ QUARTERDECK_SESSION: shell.id });
  expect(await said(client, "list_sessions")).toContain(shell.id);

  const asked = said(client, "ask_user", { question: "Ship it?", choices: ["Yes", "No"] });
  const item = await question("Ship it?");
  expect(item).toMatchObject({ who: "an-agent", place: { kind: "session", session: shell.id } });
  await answer(item.id, "1");
  expect(await asked).toBe("The person chose: Yes");

  const typed = said(client, "send_input", { session: shell.id, text: "echo $((6 * 7))-answer" });
  await answer((await question("send_input")).id, "allow");
  expect(await typed).toMatch(/^Typed/);
  await vi.waitFor(
    async () => expect(await said(client, "read_session", { session: shell.id })).toContain("42-answer"),
    patience,
  );

  await host.kill();
  host = await startHeadless({ folder });
  api = await connectApi(host.dataFolder);
  expect(await said(client, "list_sessions")).toContain("interrupted");
  await client.close();
}, 90_000);

it("lets a token in over HTTP as far as its permissions go", async () => {
  const created = await rest("POST", "/tokens", { name: "Reader", scopes: ["watch"] });
  const { token } = z.object({ token: z.string() }).parse(created);
  const requestInit = { headers: { authorization: `Bearer ${token}` } };
  const url = new URL(`${host.ready.url}/mcp`);
  const client = await connect(new StreamableHTTPClientTransport(url, { requestInit }) as Transport);
  const { tools } = await client.listTools();
  expect(tools.map(({ name }) => name)).not.toContain("send_input");
  expect(await said(client, "notify", { text: "From over there" })).toBe("The person is told.");
  expect(await question("From over there")).toMatchObject({ kind: "notification", who: "an-agent (Reader)" });
  await client.close();
}, 60_000);

it("offers the tools of a server that the settings name", async () => {
  await api.changeSettings({
    "chat.mcpServers": [
      {
        kind: "stdio",
        key: "scripted",
        name: "Scripted",
        command: process.execPath,
        arguments: [join(projectFolder, "e2e", "helpers", "mcpServers", "stdioServer.ts")],
      },
    ],
  });
  await vi.waitFor(async () => {
    const tools = z.array(chatTool).parse(await rest("GET", "/chat/tools"));
    expect(tools.find(({ name }) => name === "scripted.echo")).toMatchObject({ permission: "ask", isSet: false });
  }, patience);
}, 60_000);
