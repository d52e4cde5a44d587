import { execFileSync } from "node:child_process";
import { chmod, mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { session } from "#shared/contract/sessions.ts";
import { codeOf, type House, openHouse } from "./house.ts";
import { firstFrame, send } from "./ways.ts";

/** What begins like an option, or ends a name and begins a command. */
const hostileNames = [
  "-rf",
  "--help",
  "-",
  "--",
  "-o ProxyCommand=x",
  "a;b",
  "a b",
  "$(x)",
  "`x`",
  "a|b",
  "../x",
  "a\nb",
  "a\0b",
  "A%2f..%2f",
];

describe("what is run", () => {
  let house: House;
  let marks: string;
  beforeAll(async () => {
    house = await openHouse();
    marks = join(house.folder, "marks");
    await mkdir(marks);
  }, 60_000);
  afterAll(() => house[Symbol.asyncDispose]());

  const start = async (request: object) => session.parse(await house.call("POST", "/sessions", request));
  const until = async (file: string): Promise<string> => {
    await expect.poll(async () => await readFile(file, "utf8").catch(() => "")).toContain("end");
    return await readFile(file, "utf8");
  };
  const owner = () => ({ authorization: `Bearer ${house.controlToken}` });

  /** Shell and argument injection (CVE-2026-31975, -31862, -96620). */
  describe("of arguments", () => {
    it("is each argument as it was given: no shell reads them", async () => {
      const file = join(house.folder, "arguments");
      const mark = join(marks, "injected");
      const hostile = [
        "; touch MARK",
        "$(touch MARK)",
        "`touch MARK`",
        "| touch MARK",
        "&& touch MARK",
        "\n touch MARK",
        "'; touch MARK; '",
        '"; touch MARK; "',
        "--option",
        "-x",
        "",
        "*",
        "~",
        "$HOME",
      ].map((text) => text.replace("MARK", mark));
      const script = 'for each in "$@"; do printf "<%s>" "$each"; done > "$FILE"; printf end >> "$FILE"';
      await start({ tool: "shell", arguments: ["-c", script, "name", ...hostile], environment: { FILE: file } });
      expect(await until(file)).toBe(`${hostile.map((text) => `<${text}>`).join("")}end`);
      expect(await readdir(marks)).toEqual([]);
    });

    it("is nothing of a name, a folder or a variable that is made to look like a command", async () => {
      const command = `$(touch ${join(marks, "named")})`;
      const file = join(house.folder, "named");
      const environment = { VALUE: `x; touch ${join(marks, "valued")}`, FILE: file };
      const { id } = await start({
        tool: "shell",
        name: command,
        environment,
        arguments: ["-c", 'printf "%send" "$VALUE" > "$FILE"'],
      });
      expect(await until(file)).toBe(`${environment.VALUE}end`);
      await house.call("PATCH", `/sessions/${id}`, { name: `${command}; ${command}` }).catch(() => {});
      for (const folder of [command, `/tmp; touch ${join(marks, "folder")}`]) {
        const answer = await send(house.machine, "/api/v1/sessions", {
          method: "POST",
          headers: owner(),
          json: { tool: "shell", folder },
        });
        expect([folder, answer.status >= 400]).toEqual([folder, true]);
      }
      for (const name of ["A;B", "A B", "", "1A", "-A", "A=B", "LD_\nX"]) {
        const json = { tool: "shell", environment: { [name]: "x" } };
        const answer = await send(house.machine, "/api/v1/sessions", { method: "POST", headers: owner(), json });
        expect([name, codeOf(answer)]).toEqual([name, "VALIDATION"]);
      }
      expect(await readdir(marks)).toEqual([]);
    });

    it("is no tool by a name outside the pattern, and none can be declared", async () => {
      for (const tool of hostileNames) {
        const answer = await send(house.machine, "/api/v1/sessions", {
          method: "POST",
          headers: owner(),
          json: { tool },
        });
        expect([tool, codeOf(answer)]).toEqual([tool, "VALIDATION"]);
        const json = { changes: { tools: [{ key: tool, name: "x", command: "true" }] } };
        const declared = await send(house.machine, "/api/v1/settings", { method: "PATCH", headers: owner(), json });
        expect([tool, declared.status >= 400]).toEqual([tool, true]);
      }
      const { socket, said } = await firstFrame(house.machine, { token: house.controlToken });
      for (const tool of hostileNames) socket.send(JSON.stringify({ type: "start_session", tool_name: tool }));
      await expect.poll(() => said.length).toBe(1 + hostileNames.length);
      for (const answer of said.slice(1)) expect(answer).toMatchObject({ type: "error" });
      socket.terminate();
    });

    it("is nothing by an id that begins with a dash, in any call that takes one", async () => {
      const { json } = await send(house.machine, "/api/v1/openapi.json", { headers: owner() });
      const { paths } = z.object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) }).parse(json);
      let tried = 0;
      for (const [path, methods] of Object.entries(paths).filter(([path]) => path.includes("{")))
        for (const method of Object.keys(methods))
          for (const id of ["-rf", "--help", "-1"]) {
            const filled = `/api/v1${path.replace(/\{[^}]+\}/g, encodeURIComponent(id))}`;
            const answer = await send(house.machine, filled, {
              method: method.toUpperCase(),
              headers: owner(),
              ...(method === "get" ? {} : { json: {} }),
            });
            // Withdrawing what is not there is not an error; nothing is found by such a name either.
            expect([method, path, id, answer.status >= 400 || answer.text === "{}"]).toEqual([method, path, id, true]);
            tried += 1;
          }
      expect(tried).toBeGreaterThan(30);
      const sessions = z.array(session).parse(await house.call("GET", "/sessions"));
      for (const { id } of sessions) expect(id).toMatch(/^[0-9a-f]/);
    });
  });

  /** Git hooks or project settings executed before the user trusted the folder. */
  it("of a folder is nothing but the tool that was asked for, whatever the folder is full of", async () => {
    const folder = join(house.folder, "project");
    await layTraps(folder, join(marks, "trap"));
    const file = join(house.folder, "worked");
    const watched = await start({
      tool: "shell",
      folder,
      environment: { FILE: file },
      arguments: ["-c", 'printf end > "$FILE"; exec sleep 60'],
    });
    await until(file);
    await house.call("GET", `/folders?path=${encodeURIComponent(folder)}`).catch(() => {});
    await house.call("GET", "/tools?refresh=true");
    await house.call("GET", "/sessions");
    await house.call("GET", "/diagnostics");
    await house.call("POST", `/sessions/${watched.id}/stop`);
    await house.call("POST", `/sessions/${watched.id}/restart`);
    await house.call("POST", `/sessions/${watched.id}/stop`);
    await house.call("DELETE", `/sessions/${watched.id}`);
    expect(await readdir(marks)).toEqual([]);
    // The traps do work: git falls into one when it is run there.
    execFileSync("git", ["status"], { cwd: folder, stdio: "ignore" });
    expect(await readdir(marks)).toEqual(["trap"]);
  }, 60_000);
});

/** A project in which everything that could be executed by itself leaves a mark. */
async function layTraps(folder: string, mark: string): Promise<void> {
  const script = `#!/bin/sh\ntouch '${mark}'\n`;
  await mkdir(folder);
  execFileSync("git", ["init", "-q"], { cwd: folder });
  const programs = [
    "trap.sh",
    "git",
    "node",
    "sh",
    "bash",
    "claude",
    "codex",
    "gemini",
    "opencode",
    "quarterdeck",
    ".envrc",
    ".bashrc",
    ".profile",
    ".bash_profile",
    ".zshrc",
    ".git/hooks/post-checkout",
    ".git/hooks/pre-commit",
    ".git/hooks/fsmonitor-watchman",
    "node_modules/.bin/claude",
    ".venv/bin/activate",
  ];
  for (const name of programs) {
    const file = join(folder, name);
    await mkdir(join(file, ".."), { recursive: true });
    await writeFile(file, script);
    await chmod(file, 0o755);
  }
  execFileSync("git", ["config", "core.fsmonitor", join(folder, "trap.sh")], { cwd: folder });
  const command = `touch '${mark}'`;
  const settings: Readonly<Record<string, object>> = {
    "package.json": { name: "trap", scripts: { install: command, prepare: command, start: command } },
    "config.json": { version: 1, tools: [{ key: "shell", name: "Shell", command: join(folder, "trap.sh") }] },
    ".quarterdeck/config.json": { tools: [{ key: "shell", name: "Shell", command: join(folder, "trap.sh") }] },
    ".claude/settings.json": { hooks: { SessionStart: [{ hooks: [{ type: "command", command }] }] } },
    ".vscode/tasks.json": { tasks: [{ label: "t", type: "shell", command, runOptions: { runOn: "folderOpen" } }] },
    ".mcp.json": { mcpServers: { trap: { command: join(folder, "trap.sh") } } },
  };
  for (const [name, content] of Object.entries(settings)) {
    const file = join(folder, name);
    await mkdir(join(file, ".."), { recursive: true });
    await writeFile(file, JSON.stringify(content));
  }
}
