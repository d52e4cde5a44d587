import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, type RequestListener } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, expect, it } from "vitest";
import { modelsSettings } from "#shared/configuration/modelSettings.ts";
import { Scope } from "../../core/scope.ts";
import { silentLog } from "../../observability/log.ts";
import { discover } from "./discover.ts";

let scope = new Scope();
afterEach(async () => {
  await scope[Symbol.asyncDispose]();
  scope = new Scope();
});

async function listen(answer: RequestListener): Promise<number> {
  const server = createServer(answer);
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, "127.0.0.1", resolve);
  await promise;
  scope.defer(() => {
    server.close();
    server.closeAllConnections();
  });
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("no port");
  return address.port;
}

const json =
  (value: unknown): RequestListener =>
  (_request, response) =>
    void response.end(JSON.stringify(value));
const closed = 2;

it("offers the models of Ollama with their context, those of LM Studio, and installed tools with their version", async () => {
  const ollama = await listen((request, response) => {
    if (request.url === "/api/tags")
      return json({ models: [{ name: "llama3.2:latest" }, { name: "nomic-embed" }] })(request, response);
    let body = "";
    request.on("data", (text) => {
      body += String(text);
    });
    request.on("end", () => {
      const isEmbedding = body.includes("nomic");
      const shown = {
        model_info: { "general.architecture": "llama", "llama.context_length": 131_072 },
        capabilities: isEmbedding ? ["embedding"] : ["completion", "tools"],
      };
      json(shown)(request, response);
    });
  });
  const lmStudio = await listen(
    json({ data: [{ id: "Qwen/Qwen3 8B" }, { id: "qwen-qwen3-8b" }, { id: "text-embed" }] }),
  );
  const folder = await mkdtemp(join(tmpdir(), "quarterdeck-tool-"));
  scope.defer(() => rm(folder, { recursive: true, force: true }));
  const claude = join(folder, "claude");
  await writeFile(claude, "#!/bin/sh\necho '2.1.329 (Claude Code)'\n");
  await chmod(claude, 0o700);
  const offers = await discover({
    findTool: async (key) => (key === "claude" ? claude : null),
    log: silentLog,
    ports: { ollama, lmStudio },
  });
  expect(offers).toMatchObject([
    {
      provider: { key: "ollama", baseUrl: `http://127.0.0.1:${ollama}/v1` },
      aliases: [{ key: "llama3.2", model: "llama3.2:latest", contextTokens: 131_072 }],
    },
    {
      provider: { key: "lm-studio" },
      aliases: [
        { key: "qwen-qwen3-8b", model: "Qwen/Qwen3 8B" },
        { key: "qwen-qwen3-8b-2", model: "qwen-qwen3-8b" },
      ],
    },
    { provider: { kind: "tool", tool: "claude" }, found: `${claude} 2.1.329` },
  ]);
  // What is offered can be taken over as it is.
  modelsSettings.parse({
    providers: offers.map(({ provider }) => provider),
    aliases: offers.flatMap(({ aliases }) => aliases),
  });
});

it("offers nothing, without an error, where nothing is, or where something else answers or hangs", async () => {
  const page = await listen((_request, response) => void response.end("<html>"));
  const hanging = await listen(() => {});
  const findTool = async () => null;
  expect(await discover({ findTool, log: silentLog, ports: { ollama: closed, lmStudio: page } })).toEqual([]);
  expect(await discover({ findTool, log: silentLog, ports: { ollama: hanging, lmStudio: hanging } })).toEqual([]);
});
