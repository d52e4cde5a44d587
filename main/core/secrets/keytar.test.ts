import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { loadKeytar } from "./keychain.ts";

/** Gives a program a message bus of its own, and so a keychain of its own. */
const sessionCommand = "dbus-run-session";

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "quarterdeck-keytar-"));
});
afterEach(async () => {
  await rm(folder, { recursive: true, force: true });
});

/** Runs in a session of its own: what it keeps there ends with the session. */
const program = `
  import { openSecrets } from ${JSON.stringify(join(import.meta.dirname, "openSecrets.ts"))};
  import { silentLog } from ${JSON.stringify(join(import.meta.dirname, "../../observability/log.ts"))};
  const notices = [];
  const open = () => openSecrets({ dataFolder: process.argv[1], log: silentLog, timeoutMs: 10_000, firstTimeoutMs: 10_000, onNotice: (notice) => notices.push(notice) });
  const secrets = await open();
  await secrets.set("openai-key", "hunter2 与中文");
  const again = await open();
  const results = [secrets.kind, again.kind, await again.get("openai-key"), await again.delete("openai-key"), await again.get("openai-key"), notices];
  process.stdout.write(JSON.stringify(results));
`;

/** What is missing on this machine for the test; null if nothing is. */
async function missing(): Promise<string | null> {
  if (process.platform !== "linux") return "the test needs Linux";
  if ((await loadKeytar()) === null)
    return "keytar cannot be loaded (was libsecret-1-dev there when it was installed?)";
  for (const command of [sessionCommand, "gnome-keyring-daemon"]) {
    if (spawnSync("which", [command]).status !== 0) return `${command} is not installed`;
  }
  return null;
}

function environment(): NodeJS.ProcessEnv {
  for (const name of ["runtime", "data", "home"]) mkdirSync(join(folder, name), { mode: 0o700 });
  return {
    PATH: process.env.PATH,
    HOME: join(folder, "home"),
    XDG_RUNTIME_DIR: join(folder, "runtime"),
    XDG_DATA_HOME: join(folder, "data"),
  };
}

const node = [process.execPath, "--input-type=module", "--eval", program];

it("keeps, reads and deletes a secret in a real keychain", async (context) => {
  const reason = await missing();
  if (reason !== null) context.skip(reason);
  const script = 'printf password | gnome-keyring-daemon --unlock --components=secrets >/dev/null && exec "$@"';
  const output = execFileSync(sessionCommand, ["--", "sh", "-c", script, "sh", ...node, folder], {
    env: environment(),
    encoding: "utf8",
    timeout: 30_000,
  });
  expect(JSON.parse(output)).toEqual(["keychain", "keychain", "hunter2 与中文", true, null, []]);
  expect(await readFile(join(folder, "secrets.vault"), "utf8")).not.toContain("hunter2");
}, 40_000);

it("uses the vault where no keychain answers", async (context) => {
  const reason = await missing();
  if (reason !== null) context.skip(reason);
  const [command = "", ...parameters] = node;
  const withoutBus = { ...environment(), DBUS_SESSION_BUS_ADDRESS: `unix:path=${join(folder, "nowhere")}` };
  const output = execFileSync(command, [...parameters, folder], { env: withoutBus, encoding: "utf8", timeout: 30_000 });
  expect(JSON.parse(output)).toMatchObject([
    "vault",
    "vault",
    "hunter2 与中文",
    true,
    null,
    [{ code: "secrets-in-vault" }, { code: "secrets-in-vault" }],
  ]);
}, 40_000);
