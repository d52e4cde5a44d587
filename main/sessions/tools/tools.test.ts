import { mkdir, mkdtemp, readFile, rm, utimes, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { configurationSchema } from "#shared/configuration/configurationSchema.ts";
import { tool } from "#shared/contract/tools.ts";
import { createTools } from "./tools.ts";
import type { UserTool } from "./userTool.ts";

let home: string;
let userTools: UserTool[];
const open: AsyncDisposable[] = [];

beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "quarterdeck-tools-"));
  userTools = [];
});

afterEach(async () => {
  for (const closable of open.splice(0)) await closable[Symbol.asyncDispose]();
  await rm(home, { recursive: true, force: true });
});

function catalogue(environment: Record<string, string> = {}, shell = "") {
  const tools = createTools({
    userTools: () => userTools,
    shell: () => shell,
    environment: { PATH: `${join(home, "path")}:/usr/bin:/bin`, ...environment },
    homeFolder: home,
    platform: "linux",
  });
  open.push(tools);
  return tools;
}

async function command(path: string, body: string, mode = 0o755): Promise<string> {
  const file = join(home, path);
  await mkdir(dirname(file), { recursive: true });
  await writeFile(file, `#!/bin/sh\n${body}\n`, { mode });
  return file;
}

const prints = (text: string) => `printf '%s\\n' '${text}'`;

describe("the tool catalogue", () => {
  it("lists every tool in the contract's shape, each key once, whether installed or not", async () => {
    const list = await catalogue().list();
    for (const entry of list) expect(tool.parse(entry)).toEqual(entry);
    const keys = list.map((entry) => entry.key);
    const expected =
      "claude codex gemini crush opencode copilot cursor aider iflow trae droid openclaw amp goose shell";
    expect(keys).toEqual(expected.split(" "));
    for (const entry of list) {
      if (entry.key !== "shell") expect(entry.install.command ?? entry.install.page, entry.key).toBeTruthy();
    }
  });

  it("finds a tool on the PATH and has its version at a refresh", async () => {
    const file = await command("path/claude", prints("2.1.9 (Claude Code)"));
    const tools = catalogue();
    expect(await find(tools, "claude")).toMatchObject({ executable: file, version: null });
    expect(await find(tools, "claude", true)).toMatchObject({ executable: file, version: "2.1.9" });
    expect(await find(tools, "codex")).toMatchObject({ executable: null, version: null });
  });

  it("answers at once although a version is slow, and has it at a later look", async () => {
    const gate = join(home, "gate");
    await command("path/codex", `while [ ! -e '${gate}' ]; do sleep 0.02; done; ${prints("codex-cli 0.169.0")}`);
    const tools = catalogue();
    expect(await find(tools, "codex")).toMatchObject({ version: null });
    await writeFile(gate, "");
    await vi.waitFor(async () => expect(await find(tools, "codex")).toMatchObject({ version: "0.169.0" }), 4_000);
  });

  it("asks again only when the executable was replaced", async () => {
    const asked = join(home, "asked");
    const file = await command("path/amp", `echo x >> '${asked}'; ${prints("1.0.0")}`);
    const tools = catalogue();
    await tools.list({ refresh: true });
    await tools.list();
    expect(await readFile(asked, "utf8")).toBe("x\n");
    await command("path/amp", `echo y >> '${asked}'; ${prints("1.0.10")}`);
    await utimes(file, new Date(), new Date(Date.now() + 5_000));
    await vi.waitFor(async () => expect(await find(tools, "amp")).toMatchObject({ version: "1.0.10" }), 4_000);
    expect(await readFile(asked, "utf8")).toBe("x\ny\n");
  });

  it("does not take a folder or a file without the execute bit for a tool", async () => {
    await command("path/aider", prints("1.0"), 0o644);
    await mkdir(join(home, "path/crush"), { recursive: true });
    const tools = catalogue();
    expect(await find(tools, "aider")).toMatchObject({ executable: null });
    expect(await find(tools, "crush")).toMatchObject({ executable: null });
  });

  it("looks where installers put commands when the PATH lacks it, and lets the session reach that folder", async () => {
    const file = await command(".npm-global/bin/gemini", prints("0.61.0"));
    const { executable, environment } = await catalogue().resolve("gemini");
    expect(executable).toBe(file);
    expect(environment.PATH).toBe(`${join(home, "path")}:/usr/bin:/bin:${join(home, ".npm-global/bin")}`);
  });

  it("takes the newest Node version of nvm, where it keeps global packages", async () => {
    await command(".nvm/versions/node/v9.11.2/bin/codex", prints("0.1.0"));
    const file = await command(".nvm/versions/node/v24.1.0/bin/codex", prints("0.2.0"));
    expect((await catalogue().resolve("codex")).executable).toBe(file);
  });

  it("prefers the PATH and ignores relative folders on it", async () => {
    await command(".local/bin/goose", prints("2.0.0"));
    const file = await command("path/goose", prints("1.0.0"));
    const { executable, environment, tool } = await catalogue({ PATH: `.:bin::${join(home, "path")}` }).resolve(
      "goose",
    );
    expect({ executable, environment }).toEqual({ executable: file, environment: {} });
    expect(tool.arguments).toEqual(["session"]);
  });

  it("accepts both spellings of Droid and shows one", async () => {
    const file = await command("path/droid", prints("0.215.0"));
    const tools = catalogue();
    for (const key of ["droid", "factorydroid", " FactoryDroid "]) {
      expect(await tools.resolve(key)).toMatchObject({ executable: file, tool: { key: "droid" } });
    }
    expect((await tools.list()).filter((entry) => entry.name === "Droid")).toHaveLength(1);
  });

  it("runs Cursor's agent by its own command, or through the editor's", async () => {
    const editor = await command("path/cursor", prints("1.7.0"));
    expect(await catalogue().resolve("cursor")).toMatchObject({ executable: editor, tool: { arguments: ["agent"] } });
    const agent = await command("path/cursor-agent", prints("2026.01.02"));
    expect(await catalogue().resolve("cursor")).toMatchObject({ executable: agent, tool: { arguments: [] } });
  });

  it("says which tool is unknown and which is not installed, and how to install it", async () => {
    const tools = catalogue();
    await expect(tools.resolve("nope")).rejects.toMatchObject({
      code: "UNKNOWN_TOOL",
      details: { tool: "nope", tools: expect.arrayContaining(["claude", "shell"]) },
    });
    await expect(tools.resolve("claude")).rejects.toMatchObject({
      code: "TOOL_NOT_INSTALLED",
      details: {
        name: "Claude Code",
        command: "claude",
        install: { command: "npm install -g @anthropic-ai/claude-code" },
      },
    });
  });

  it("ends a tool that never answers, and what that started", async () => {
    const pidFile = join(home, "pid");
    await command("path/opencode", `sleep 600 & echo $! > '${pidFile}'; wait`);
    const tools = catalogue();
    await tools.list();
    const pid = await vi.waitFor(async () => {
      const text = await readFile(pidFile, "utf8");
      expect(text).toMatch(/^\d+\n$/);
      return Number(text);
    }, 4_000);
    await tools[Symbol.asyncDispose]();
    await vi.waitFor(() => expect(isRunning(pid)).toBe(false), 4_000);
  });

  it("does not drown in a tool that prints without end", async () => {
    await command("path/crush", "exec yes 1.2.3-crush");
    expect(await find(catalogue(), "crush", true)).toMatchObject({ version: "1.2.3-crush" });
  });
});

describe("the shell", () => {
  it("is $SHELL, and /bin/bash where the account may not log in", async () => {
    expect((await catalogue({ SHELL: "/bin/sh" }).resolve("shell")).executable).toBe("/bin/sh");
    expect((await catalogue({ SHELL: "/usr/sbin/nologin" }).resolve("shell")).executable).toBe("/bin/bash");
    expect((await catalogue({ SHELL: "/gone/zsh" }).resolve("shell")).executable).toBe("/bin/bash");
  });

  it("is the configured one and nothing else when one is configured", async () => {
    expect((await catalogue({ SHELL: "/bin/bash" }, "/bin/sh").resolve("shell")).executable).toBe("/bin/sh");
    await expect(catalogue({ SHELL: "/bin/bash" }, "/gone/fish").resolve("shell")).rejects.toMatchObject({
      code: "TOOL_NOT_INSTALLED",
    });
  });

  it("is a login shell on macOS only", async () => {
    const shared = { userTools: () => [], environment: { PATH: "/bin", SHELL: "/bin/bash" }, homeFolder: home };
    for (const [platform, expected] of [
      ["darwin", ["-l"]],
      ["linux", []],
    ] as const) {
      const tools = createTools({ ...shared, platform });
      open.push(tools);
      expect((await tools.resolve("shell")).tool.arguments).toEqual(expected);
    }
  });
});

describe("the user's own tools", () => {
  it("come after the built-in ones, with their arguments and environment", async () => {
    const file = await command("path/review", "exit 0");
    userTools = [
      {
        key: "review",
        name: "Review",
        command: "review",
        arguments: ["--deep"],
        environment: { MODE: "fast" },
        color: "#123456",
      },
    ];
    const tools = catalogue();
    expect((await tools.list()).at(-1)).toMatchObject({
      key: "review",
      source: "user",
      color: "#123456",
      executable: file,
    });
    expect(await tools.resolve("review")).toMatchObject({
      executable: file,
      environment: { MODE: "fast" },
      tool: { arguments: ["--deep"] },
    });
  });

  it("may take a built-in tool's place, aliases included", async () => {
    const file = await command("wrappers/droid", "exit 0");
    userTools = [{ key: "droid", name: "My Droid", command: "~/wrappers/droid" }];
    const tools = catalogue();
    expect((await tools.list()).filter((entry) => entry.key === "droid")).toMatchObject([
      { name: "My Droid", executable: file },
    ]);
    expect(await tools.resolve("factorydroid")).toMatchObject({ executable: file, tool: { name: "My Droid" } });
  });

  it("look like the built-in tool they replace where they do not say how they look", async () => {
    const builtIn = await find(catalogue(), "codex");
    userTools = configurationSchema.parse({
      tools: [
        { key: "codex", name: "My Codex", command: "codex" },
        { key: "own", name: "Own Tool", command: "own" },
      ],
    }).tools;
    const tools = catalogue();
    const { icon, color, description } = builtIn ?? {};
    expect(await find(tools, "codex")).toMatchObject({ name: "My Codex", source: "user", icon, color, description });
    expect(await find(tools, "own")).toMatchObject({ icon: "OT", color: expect.stringMatching(/^#/), description: "" });
  });

  it("are not run unasked: a script may take --version for anything", async () => {
    const trace = join(home, "ran");
    await command("path/deploy", `touch '${trace}'; ${prints("1.0.0")}`);
    userTools = [{ key: "deploy", name: "Deploy", command: "deploy" }];
    expect(await find(catalogue(), "deploy", true)).toMatchObject({ version: null });
    await expect(readFile(trace)).rejects.toMatchObject({ code: "ENOENT" });
  });

  it("are taken as configured now", async () => {
    const tools = catalogue();
    await expect(tools.resolve("late")).rejects.toMatchObject({ code: "UNKNOWN_TOOL" });
    userTools = [{ key: "late", name: "Late", command: "/bin/sh" }];
    expect((await tools.resolve("late")).executable).toBe("/bin/sh");
  });

  it("are never found relative to where the app was started", async () => {
    userTools = [{ key: "local", name: "Local", command: "./node_modules/.bin/tsc" }];
    await expect(catalogue().resolve("local")).rejects.toMatchObject({ code: "TOOL_NOT_INSTALLED" });
  });
});

async function find(tools: ReturnType<typeof createTools>, key: string, refresh = false) {
  return (await tools.list({ refresh })).find((entry) => entry.key === key);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
