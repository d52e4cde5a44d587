import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AnswerPart } from "#main/models/answers/answerSource.ts";
import { createToolSource } from "#main/models/tools/toolSource.ts";
import { type ModelServer, startModelServer } from "../../helpers/modelServer/modelServer.ts";

/**
 * The real command-line tools as models, against a stand-in for their own that would make them run a command if they had a shell.
 * Needs them installed: QUARTERDECK_REAL_TOOLS is a list of folders (as PATH). docs/models.md has the versions.
 */
const folders = (process.env.QUARTERDECK_REAL_TOOLS ?? "").split(delimiter).filter((folder) => folder !== "");
const find = (tool: string): string | null =>
  folders.map((folder) => join(folder, tool)).find((file) => existsSync(file)) ?? null;

let home: string;
let model: ModelServer;
let environment: Record<string, string | undefined>;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), "quarterdeck-headless-"));
  model = await startModelServer({ command: `touch ${join(home, "made-by-model")}`, text: "Hello, 你好." });
  const files = {
    ".gemini/settings.json": JSON.stringify({
      security: { auth: { selectedType: "gemini-api-key" } },
      general: { disableAutoUpdate: true },
      privacy: { usageStatisticsEnabled: false },
    }),
    ".codex/config.toml": [
      'model = "stand-in"',
      'model_provider = "standin"',
      "[model_providers.standin]",
      'name = "stand-in"',
      `base_url = "${model.url}/v1"`,
      'wire_api = "responses"',
      'env_key = "OPENAI_STANDIN_KEY"',
      "",
    ].join("\n"),
  };
  for (const [name, content] of Object.entries(files)) {
    await mkdir(join(home, name, ".."), { recursive: true });
    await writeFile(join(home, name), content);
  }
  environment = {
    PATH: process.env.PATH,
    HOME: home,
    ANTHROPIC_BASE_URL: model.url,
    ANTHROPIC_API_KEY: "sk-ant-not-a-key-000000000",
    OPENAI_STANDIN_KEY: "not-a-key",
    GEMINI_API_KEY: "not-a-key",
    GOOGLE_GEMINI_BASE_URL: model.url,
  };
});
afterAll(async () => {
  await model[Symbol.asyncDispose]();
  await rm(home, { recursive: true, force: true, maxRetries: 5 });
});

describe.each(["claude", "codex", "gemini"] as const)("the real %s as a model", (tool) => {
  it.skipIf(find(tool) === null)("answers, and has no shell to run anything with", { timeout: 90_000 }, async () => {
    const source = createToolSource(
      { kind: "tool", key: tool, name: tool, tool },
      tool === "gemini" ? "gemini-2.5-pro" : "",
      { findTool: async () => find(tool), environment },
    );
    const parts: AnswerPart[] = [];
    const messages = [{ role: "user" as const, parts: [{ kind: "text" as const, text: "Say hello." }] }];
    const question = { system: "Be brief.", messages, tools: [], key: null, signal: AbortSignal.timeout(80_000) };
    for await (const part of source.answer(question)) parts.push(part);
    expect(parts.map((part) => (part.kind === "text" ? part.text : "")).join("")).toBe("Hello, 你好.");
    expect(parts.at(-1)).toMatchObject({ kind: "finished", inputTokens: 10, outputTokens: 10 });
    expect(existsSync(join(home, "made-by-model"))).toBe(false);
    expect(model.toolResults).toEqual([]);
  });
});
