import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { afterAll, beforeAll, expect, it, vi } from "vitest";
import { type Api, connectApi } from "../../helpers/api.ts";
import { type HeadlessHost, startHeadless } from "../../helpers/headlessHost.ts";
import { projectFolder } from "../../helpers/projectFolder.ts";
import { testEnvironment } from "../../helpers/surroundings.ts";
import { runInTerminal } from "./personTerminal.ts";

let folder: string;
let host: HeadlessHost;
let api: Api;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "quarterdeck-secret-command-"));
  host = await startHeadless({ folder });
  api = await connectApi(host.dataFolder);
}, 60_000);

afterAll(async () => {
  await host.stop();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

/** Runs the command as a script does, with something piped in. */
async function run(
  given: readonly string[],
  { input = "", rest = [] }: { readonly input?: string; readonly rest?: readonly string[] } = {},
) {
  const program = join(projectFolder, "dist", "main", "commandLine.js");
  const child = spawn(process.execPath, [program, ...given, "--data-dir", host.dataFolder, ...rest], {
    env: await testEnvironment(folder),
  });
  // A command that ends before it reads is no fault here: its code and its words say why.
  child.stdin.on("error", () => {}).end(input);
  const [[code], out, err] = await Promise.all([once(child, "close"), text(child.stdout), text(child.stderr)]);
  return { code, out, err };
}

it("gives a tool a secret that the settings only name", async () => {
  const kept = await run(["secret", "set", "review-key"], { input: "hunter2 与中文\n" });
  expect(kept).toMatchObject({ code: 0, out: "", err: expect.stringContaining("secret:review-key") });
  const listed = await run(["secret", "list", "--json"]);
  expect(JSON.parse(listed.out)).toEqual([{ name: "review-key", place: expect.stringMatching(/keychain|vault/) }]);

  const file = join(folder, "seen");
  await api.changeSettings({
    tools: [
      {
        key: "review",
        name: "Review",
        command: "/bin/sh",
        arguments: ["-c", `printf '%s|%s' "$REVIEW_KEY" "$OWN_KEY" > '${file}'`],
        environment: { REVIEW_KEY: "secret:review-key" },
      },
    ],
  });
  expect(await run(["sessions", "start", "review", "--env", "OWN_KEY=secret:review-key"])).toMatchObject({ code: 0 });
  await vi.waitFor(async () => expect(await readFile(file, "utf8")).toBe("hunter2 与中文|hunter2 与中文"), 10_000);

  const before = await api.sessions();
  expect(await run(["secret", "delete", "review-key"])).toMatchObject({ code: 0 });
  expect(await run(["sessions", "start", "review"])).toMatchObject({
    code: 1,
    err: expect.stringContaining(
      "There is no secret called “review-key”. Store it with `quarterdeck secret set review-key`.",
    ),
  });
  expect(await api.sessions()).toHaveLength(before.length);
  expect(await run(["secret", "delete", "review-key"])).toMatchObject({ code: 1 });
});

it("asks a person for the value and does not show it", async () => {
  using terminal = await runInTerminal(folder, ["secret", "set", "typed", "--data-dir", host.dataFolder]);
  await terminal.until((rows) => rows.some((row) => row.includes("Value of “typed”")));
  terminal.type("hunterX\u007f2\r");
  expect(await terminal.ended).toEqual({ code: 0, isRestored: true });
  expect(terminal.screen().join("\n")).not.toContain("hunter");
  const file = join(folder, "typed");
  const script = `printf %s "$TYPED" > '${file}'`;
  await run(["sessions", "start", "shell", "--env", "TYPED=secret:typed"], { rest: ["--", "-c", script] });
  await vi.waitFor(async () => expect(await readFile(file, "utf8")).toBe("hunter2"), 10_000);
});

it("can be left with Ctrl-C, and takes no value from the command line", async () => {
  using terminal = await runInTerminal(folder, ["secret", "set", "left", "--data-dir", host.dataFolder]);
  await terminal.until((rows) => rows.some((row) => row.includes("Value of “left”")));
  terminal.type("half\u0003");
  expect(await terminal.ended).toEqual({ code: 2, isRestored: true });
  const refused = await run(["secret", "set", "shown", "hunter2"]);
  expect(refused).toMatchObject({ code: 2, out: "", err: expect.stringContaining("can’t stand on the command line") });
  expect(refused.err).not.toContain("hunter2");
  expect((await run(["secret", "set", "Not A Name"])).err).toContain("can’t be a secret’s name");
  expect((await run(["secret", "list"])).out).not.toMatch(/left|shown/);
});
