import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { PassThrough } from "node:stream";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Scope } from "../core/scope.ts";
import { runCommandLine } from "./commandLine.ts";
import { runMcpBridge } from "./mcpBridge.ts";
import { mcpSnippet, snippetTools } from "./mcpSnippets.ts";

const program = join(import.meta.dirname, "..", "commandLine.ts");

let scope: Scope;
beforeEach(() => {
  scope = new Scope();
});
afterEach(async () => {
  await scope[Symbol.asyncDispose]();
});

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "quarterdeck-mcp-"));
  scope.defer(() => rm(folder, { recursive: true, force: true }));
  return folder;
}

function run(words: readonly string[]): ChildProcess {
  return spawn(process.execPath, [program, "mcp", ...words], { env: { ...process.env, LANG: "C", LC_ALL: "C" } });
}

interface Served {
  readonly method: string | undefined;
  readonly headers: IncomingMessage["headers"];
  readonly message: { readonly id?: number; readonly method?: string };
}

/** An endpoint in the test's hand. */
async function serve(answer: (served: Served, response: ServerResponse) => void) {
  const served: Served[] = [];
  const server = createServer(async (request, response) => {
    let text = "";
    for await (const piece of request.setEncoding("utf8")) text += piece;
    const one = { method: request.method, headers: request.headers, message: text === "" ? {} : JSON.parse(text) };
    served.push(one);
    if (request.method === "DELETE") response.writeHead(200).end();
    else if (one.message.id === undefined) response.writeHead(202).end();
    else answer(one, response);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  scope.defer(() => {
    server.closeAllConnections();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return { url: `http://127.0.0.1:${address.port}`, served };
}

const ok = ({ message }: Served, response: ServerResponse, connection = "one"): void => {
  const text = JSON.stringify({ jsonrpc: "2.0", id: message.id, result: { method: message.method } });
  response.writeHead(200, { "content-type": "text/event-stream", "mcp-session-id": connection });
  response.end(`: still here\n\nevent: message\ndata: ${text}\n\n`);
};

/** The bridge with both of its ends in the test's hand. */
function bridge(locate: () => { url: string; token: string }) {
  const input = new PassThrough();
  const output = new PassThrough();
  const lines: unknown[] = [];
  createInterface({ input: output }).on("line", (line) => lines.push(JSON.parse(line)));
  const ended = runMcpBridge({ locate, input, output, signal: scope.signal, session: undefined });
  const say = (message: object): void => void input.write(`${JSON.stringify({ jsonrpc: "2.0", ...message })}\n`);
  return { input, lines, say, ended };
}

describe("quarterdeck mcp", () => {
  it("says clearly that nothing runs, on stderr alone", async () => {
    const child = run(["--data-dir", await temporaryFolder()]);
    let out = "";
    let err = "";
    child.stdout?.on("data", (piece) => (out += piece));
    child.stderr?.on("data", (piece) => (err += piece));
    const [code] = await once(child, "close");
    expect([code, out]).toEqual([1, ""]);
    expect(err).toContain("quarterdeck: ");
    expect(err).toContain("serve");
  });

  it("shows how to add it to each tool, with a command that is there", async () => {
    for (const tool of snippetTools) {
      const lines: string[] = [];
      const output = { language: "en" as const, line: (text: string) => void lines.push(text), note: () => {} };
      expect(await runCommandLine(["mcp", "--print-config", tool], output)).toBe(0);
      const out = lines.join("\n");
      expect(out).toContain("quarterdeck");
      expect(out).toContain('"mcp"');
      expect(out).toContain(process.execPath);
      if (tool !== "codex") expect(() => JSON.parse(out)).not.toThrow();
    }
    const output = { language: "en" as const, line: () => {}, note: () => {} };
    expect(await runCommandLine(["mcp", "--print-config", "cluade"], output)).toBe(2);
    expect(mcpSnippet("codex", ["/a b/node", 'x"y']).text).toContain('command = "/a b/node"\nargs = ["x\\"y"]');
  });
});

describe("the bridge", () => {
  it("carries messages both ways and says goodbye", async () => {
    const { url, served } = await serve(ok);
    const { input, lines, say, ended } = bridge(() => ({ url, token: "secret" }));
    say({ id: 1, method: "initialize" });
    say({ method: "notifications/initialized" });
    say({ id: 2, method: "tools/list" });
    await vi.waitFor(() => expect(lines).toHaveLength(2));
    expect(lines).toEqual([
      { jsonrpc: "2.0", id: 1, result: { method: "initialize" } },
      { jsonrpc: "2.0", id: 2, result: { method: "tools/list" } },
    ]);
    input.end();
    await ended;
    expect(served.map(({ method, message, headers }) => [method, message.method, headers["mcp-session-id"]])).toEqual([
      ["POST", "initialize", undefined],
      ["POST", "notifications/initialized", "one"],
      ["POST", "tools/list", "one"],
      ["DELETE", undefined, "one"],
    ]);
    for (const { headers } of served) expect(headers.authorization).toBe("Bearer secret");
  });

  it("finds an instance that has restarted, unseen by the client", async () => {
    const first = await serve((served, response) =>
      served.message.method === "initialize" ? ok(served, response, "old") : response.writeHead(404).end(),
    );
    const second = await serve((served, response) => ok(served, response, "new"));
    let address = { url: first.url, token: "before" };
    const { input, lines, say, ended } = bridge(() => address);
    say({ id: 1, method: "initialize" });
    await vi.waitFor(() => expect(lines).toHaveLength(1));
    address = { url: second.url, token: "after" };
    say({ id: 2, method: "tools/list" });
    await vi.waitFor(() => expect(lines).toHaveLength(2));
    expect(lines[1]).toEqual({ jsonrpc: "2.0", id: 2, result: { method: "tools/list" } });
    expect(
      second.served.map(({ message, headers }) => [message.method, headers["mcp-session-id"], headers.authorization]),
    ).toEqual([
      ["initialize", undefined, "Bearer after"],
      ["notifications/initialized", "new", "Bearer after"],
      ["tools/list", "new", "Bearer after"],
    ]);
    input.end();
    await ended;
  });

  it("answers what cannot be carried with an error of the protocol", async () => {
    const { url } = await serve((_served, response) => {
      const refusal = JSON.stringify({ userMessage: "Sign in first." });
      response.writeHead(401, { "content-type": "application/json" }).end(refusal);
    });
    const { input, lines, say, ended } = bridge(() => ({ url, token: "wrong" }));
    say({ id: 1, method: "initialize" });
    input.write("nonsense\n");
    await vi.waitFor(() => expect(lines).toHaveLength(2));
    expect(lines).toEqual([
      { jsonrpc: "2.0", id: 1, error: { code: -32_000, message: "Quarterdeck refused (401): Sign in first." } },
      { jsonrpc: "2.0", id: null, error: { code: -32_700, message: "Not a message of JSON-RPC" } },
    ]);
    input.end();
    await ended;
  });

  it("says so when the instance ends in the middle of an answer", async () => {
    const { url } = await serve((served, response) => {
      if (served.message.method === "initialize") ok(served, response);
      else response.writeHead(200, { "content-type": "text/event-stream" }).end(": nothing more\n\n");
    });
    const { input, lines, say, ended } = bridge(() => ({ url, token: "t" }));
    say({ id: 1, method: "initialize" });
    say({ id: 2, method: "tools/call" });
    await vi.waitFor(() => expect(lines).toHaveLength(2));
    expect(lines[1]).toMatchObject({ id: 2, error: { message: "Quarterdeck ended before it answered" } });
    input.end();
    await ended;
  });
});
