import { existsSync, readFileSync } from "node:fs";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type HooksBench, openHooksBench } from "#main/attention/hooks/hooksTestKit.ts";
import { type ModelServer, startModelServer } from "../../helpers/modelServer/modelServer.ts";

/**
 * The real command-line tools, against a stand-in for their models, in a home of their own. Needs them installed:
 * QUARTERDECK_REAL_TOOLS is a list of folders (as PATH) with `claude`, `codex`, `gemini`, `opencode`. docs/tools.md has the versions.
 */
const folders = process.env.QUARTERDECK_REAL_TOOLS ?? "";
const isThere = (tool: string): boolean =>
  folders.split(delimiter).some((folder) => folder && existsSync(join(folder, tool)));
const patience = { timeout: 45_000, interval: 200 };

interface RealTool {
  readonly key: string;
  /** How the tool is made to use the stand-in, as a user would: files of the home folder and the environment. */
  prepare(
    url: string,
    folder: string,
  ): {
    readonly files: Readonly<Record<string, string>>;
    readonly environment?: Readonly<Record<string, string>>;
    readonly arguments?: readonly string[];
  };
  /** What its screen shows when it takes input. */
  readonly ready: RegExp;
  readonly allow: string;
  readonly deny: string;
  /** What its own prompt shows while the question is open, and the key that allows there; undefined if it is not shown beside. */
  readonly own?: { readonly prompt: RegExp; readonly key: string };
}

const tools: readonly RealTool[] = [
  {
    key: "claude",
    prepare: (url, folder) => ({
      files: {
        ".claude.json": JSON.stringify({
          hasCompletedOnboarding: true,
          theme: "dark",
          customApiKeyResponses: { approved: ["-not-a-key-000000000"], rejected: [] },
          projects: { [folder]: { hasTrustDialogAccepted: true, hasCompletedProjectOnboarding: true } },
        }),
        ".claude/settings.json": '{"includeCoAuthoredBy":false}',
      },
      environment: {
        ANTHROPIC_BASE_URL: url,
        ANTHROPIC_API_KEY: "sk-ant-not-a-key-000000000",
        CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: "1",
      },
      arguments: ["--permission-mode", "default"],
    }),
    ready: /manual mode on/,
    allow: "allow",
    deny: "deny",
    own: { prompt: /Do you want to proceed\?/, key: "1" },
  },
  {
    key: "codex",
    prepare: (url, folder) => ({
      files: {
        ".codex/config.toml": [
          'model = "stand-in"',
          'model_provider = "standin"',
          "[model_providers.standin]",
          'name = "stand-in"',
          `base_url = "${url}/v1"`,
          'wire_api = "responses"',
          'env_key = "STANDIN_KEY"',
          `[projects."${folder}"]`,
          'trust_level = "trusted"',
          "",
        ].join("\n"),
      },
      environment: { STANDIN_KEY: "not-a-key" },
    }),
    ready: /Ask Codex to do anything/,
    allow: "allow",
    deny: "deny",
  },
  {
    key: "gemini",
    prepare: (url) => ({
      files: {
        ".gemini/settings.json": JSON.stringify({
          security: { auth: { selectedType: "gemini-api-key" }, folderTrust: { enabled: false } },
          general: { disableAutoUpdate: true },
          privacy: { usageStatisticsEnabled: false },
        }),
      },
      environment: { GEMINI_API_KEY: "not-a-key", GOOGLE_GEMINI_BASE_URL: url },
      arguments: ["-m", "gemini-2.5-pro"],
    }),
    ready: /Type your message/,
    // The numbers of its own menu.
    allow: "1",
    deny: "3",
    own: { prompt: /Allow execution/, key: "1" },
  },
  {
    key: "opencode",
    prepare: (url) => ({
      files: {
        ".config/opencode/opencode.json": JSON.stringify({
          permission: { bash: "ask" },
          model: "standin/m",
          provider: {
            standin: {
              npm: "@ai-sdk/openai-compatible",
              name: "standin",
              options: { baseURL: `${url}/v1`, apiKey: "not-a-key" },
              models: { m: { name: "m", tool_call: true, limit: { context: 100_000, output: 8_000 } } },
            },
          },
        }),
      },
      environment: { OPENCODE_DISABLE_AUTOUPDATE: "1", OPENCODE_DISABLE_MODELS_FETCH: "1" },
    }),
    ready: /Ask anything/,
    allow: "once",
    deny: "reject",
    own: { prompt: /Permission required/, key: "\r" },
  },
];

const missing = tools.filter(({ key }) => !isThere(key)).map(({ key }) => key);
if (missing.length > 0) {
  process.stderr.write(
    `Real tools not run: ${missing.join(", ")}. Name their folders in QUARTERDECK_REAL_TOOLS (docs/tools.md).\n`,
  );
}

for (const tool of tools) describe.skipIf(!isThere(tool.key))(`the real ${tool.key}`, () => specify(tool));

/** What holds for each of them. */
function specify(tool: RealTool): void {
  const before = { HOME: process.env.HOME, PATH: process.env.PATH };
  let home: string;
  let work: string;
  let model: ModelServer;
  let bench: HooksBench;
  let prepared: ReturnType<RealTool["prepare"]>;

  beforeAll(async () => {
    home = await mkdtemp(join(tmpdir(), "quarterdeck-home-"));
    work = join(home, "project");
    await mkdir(work);
    model = await startModelServer({ command: "touch made-by-model", text: "All done." });
    prepared = tool.prepare(model.url, work);
    for (const [name, content] of Object.entries(prepared.files)) {
      await mkdir(join(home, name, ".."), { recursive: true });
      await writeFile(join(home, name), content);
    }
    process.env.HOME = home;
    process.env.PATH = `${folders}${delimiter}${before.PATH}`;
    bench = await openHooksBench();
  });
  afterAll(async () => {
    await bench[Symbol.asyncDispose]();
    await model[Symbol.asyncDispose]();
    Object.assign(process.env, before);
    await rm(home, { recursive: true, force: true, maxRetries: 5 });
  });

  /** A session whose tool was told to make the file, with the item that asks about it. */
  async function asked() {
    const { id: session } = await bench.client.sessions.start({
      tool: tool.key,
      folder: work,
      arguments: [...(prepared.arguments ?? [])],
      environment: prepared.environment ?? {},
      size: { columns: 120, rows: 40 },
    });
    await expect.poll(() => bench.screen(session), patience).toMatch(tool.ready);
    const type = (text: string) => bench.client.sessions.sendInput({ id: session, text, paste: false });
    await type("make the file");
    await expect.poll(() => bench.screen(session), patience).toContain("make the file");
    await type("\r");
    const open = async () =>
      (await bench.items(session)).filter(({ kind, state }) => kind === "permission" && state === "open").length;
    await expect.poll(open, patience).toBe(1);
    const item = (await bench.items(session)).find(({ kind }) => kind === "permission");
    if (!item) throw new Error("It was there a moment ago");
    return { session, item, type };
  }
  const answer = (id: string, choice: string) =>
    bench.client.attention.answer({ id, idempotencyKey: crypto.randomUUID(), choice });
  const made = () => existsSync(join(work, "made-by-model"));

  it("runs the command after it was allowed from elsewhere", { timeout: 120_000 }, async () => {
    const { session, item } = await asked();
    expect(`${item.text} ${item.detail}`).toContain("touch made-by-model");
    expect(made()).toBe(false);
    await answer(item.id, tool.allow);
    await expect.poll(made, patience).toBe(true);
    await expect.poll(() => bench.screen(session), patience).toContain("All done.");
    await bench.client.sessions.stop({ id: session });
    await rm(join(work, "made-by-model"));
  });

  it("does not run it after it was denied", { timeout: 120_000 }, async () => {
    const { session, item } = await asked();
    const results = model.toolResults.length;
    await answer(item.id, tool.deny);
    await expect
      .poll(
        async () =>
          model.toolResults.length > results ||
          !/touch made-by-model/.test((await bench.screen(session)).split("\n").slice(-8).join()),
        patience,
      )
      .toBe(true);
    expect(made()).toBe(false);
    await bench.client.sessions.stop({ id: session });
    expect(made()).toBe(false);
  });

  it("is answered in its own prompt, and the item closes", { timeout: 120_000 }, async () => {
    const { session, type } = await asked();
    if (tool.own) {
      await expect.poll(() => bench.screen(session), patience).toMatch(tool.own.prompt);
      await type(tool.own.key);
    } else {
      // Its own prompt comes when somebody types.
      await type("x");
      await expect.poll(() => bench.screen(session), patience).toMatch(/Would you like to run|Yes, proceed/);
      await type("y");
    }
    await expect.poll(made, patience).toBe(true);
    await expect
      .poll(async () => (await bench.items(session)).find(({ kind }) => kind === "permission"), patience)
      .toMatchObject({ state: "closed", closedBy: "terminal" });
    await bench.client.sessions.stop({ id: session });
    await rm(join(work, "made-by-model"));
  });

  it("finds nothing of ours in the user's own files", () => {
    // Codex notes in its file what it has shown, Gemini CLI writes its own anew; nothing there is of ours.
    for (const name of Object.keys(prepared.files)) {
      expect(readFileSync(join(home, name), "utf8"), name).not.toMatch(/\bhooks?\b|plugin/i);
    }
    for (const name of [
      ".codex/hooks.json",
      ".gemini/extensions",
      ".config/opencode/plugins",
      ".config/opencode/plugin",
    ]) {
      expect(existsSync(join(home, name)), name).toBe(false);
    }
  });
}
