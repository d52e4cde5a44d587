import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Language } from "#shared/errors/errorTexts.ts";
import { runCommandLine } from "./commandLine.ts";

const program = join(import.meta.dirname, "..", "commandLine.ts");
const headless = join(import.meta.dirname, "..", "headless.ts");

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

function launch(entry: string, given: readonly string[], environment: Record<string, string> = {}): ChildProcess {
  const env = { ...process.env, LANG: "C", LC_ALL: "", LC_MESSAGES: "", QUARTERDECK_DATA_DIR: "", ...environment };
  return spawn(process.execPath, [entry, ...given], { env, stdio: ["ignore", "pipe", "pipe"] });
}

async function run(
  given: readonly string[],
  environment: Record<string, string> = {},
  entry = program,
): Promise<Ended> {
  const child = launch(entry, given, environment);
  let out = "";
  let err = "";
  child.stdout?.setEncoding("utf8").on("data", (text: string) => (out += text));
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (err += text));
  const [code]: (number | null)[] = await once(child, "close");
  return { code: code ?? null, out, err };
}

/** The same without a process of its own. */
async function say(given: readonly string[], language: Language = "en"): Promise<Ended> {
  let out = "";
  let err = "";
  const code = await runCommandLine(given, {
    language,
    line: (text) => {
      out += `${text}\n`;
    },
    note: (text) => {
      err += `${text}\n`;
    },
  });
  return { code, out, err };
}

/** A headless host as `npm start` runs it, up to its ready line. */
async function serve(dataFolder: string, more: readonly string[] = []) {
  const child = launch(headless, ["serve", "--data-dir", dataFolder, "--port", "0", "--json", ...more]);
  const lines: string[] = [];
  let err = "";
  child.stderr?.setEncoding("utf8").on("data", (text: string) => (err += text));
  if (!child.stdout) throw new Error("no output");
  const reader = createInterface({ input: child.stdout });
  reader.on("line", (line) => lines.push(line));
  const exited = once(child, "close");
  await Promise.race([once(reader, "line"), exited]);
  const ready = JSON.parse(lines[0] ?? "null");
  return { child, ready, lines, exited, errors: () => err };
}

describe("the command line", () => {
  let dataFolder: string;
  beforeEach(async () => {
    dataFolder = await mkdtemp(join(tmpdir(), "quarterdeck-command-"));
  });
  afterEach(() => rm(dataFolder, { recursive: true, force: true }));

  it("tells its version and its commands in the person's language", async () => {
    expect(await say(["--version"])).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^\d+\.\d+\.\d+\n$/),
      err: "",
    });
    expect(await say(["--help"])).toMatchObject({ code: 0, out: expect.stringContaining("token create --name") });
    expect(await say(["serve", "--help"], "zh-CN")).toMatchObject({
      code: 0,
      out: expect.stringContaining("监听地址"),
    });
  });

  it("names what is wrong with the command line and what was probably meant", async () => {
    const cases: [string[], string][] = [
      [["srve"], "Did you mean serve?"],
      [["serve", "--prot", "1"], "There is no flag --prot. Did you mean --port?"],
      [["serve", "--port", "70000"], "--port needs a whole number from 0 to 65535."],
      [["serve", "--port"], "--port needs a value."],
      [["serve", "now"], "“now” is one word too many."],
      [["sessions", "lst"], "Did you mean list?"],
      [["token", "create", "--name", "x", "--scopes", "root"], "There is no permission “root”."],
      [[], "Which command?"],
    ];
    for (const [given, message] of cases) {
      const { code, err, out } = await say(given);
      expect([given, code, out]).toEqual([given, 2, ""]);
      expect(err).toContain(message);
    }
  });

  it("says that nothing runs, and how to start it", async () => {
    const { code, err } = await say(["sessions", "list", "--data-dir", dataFolder]);
    expect(code).toBe(1);
    expect(err).toContain(`isn’t running on ${dataFolder}. Start it with \`quarterdeck serve\``);
  });

  it("does not start half-configured: wrong values, unknown keys and listeners that do not exist end it", async () => {
    await writeFile(
      join(dataFolder, "config.json"),
      '{\n  "server": { "prot": 1 },\n  "sessions": { "maximum": "many" }\n}\n',
    );
    const { code, err, out } = await run(["--data-dir", dataFolder, "--json"], {}, headless);
    expect([code, out]).toEqual([1, ""]);
    expect(err).toMatch(/config\.json:2:\d+: .*server\.prot.*did you mean “port”/);
    expect(err).toMatch(/config\.json:3:\d+: sessions\.maximum/);
    expect(existsSync(join(dataFolder, "quarterdeck.db"))).toBe(false);
    expect(await say(["config", "check", "--data-dir", dataFolder])).toMatchObject({ code: 1 });
    expect(await say(["serve", "--devices", "--data-dir", dataFolder])).toMatchObject({
      code: 1,
      err: expect.stringContaining("--devices"),
    });
  });

  it("checks what the app needs by really trying it", async () => {
    const { code, out } = await run(["doctor", "--json", "--data-dir", dataFolder], { QUARTERDECK_SERVER_PORT: "0" });
    const { checks } = JSON.parse(out);
    expect(code).toBe(0);
    expect(checks.find(({ name }: { name: string }) => name === "Terminal")).toMatchObject({
      state: "ok",
      detail: expect.stringContaining("ran in a terminal"),
    });
    const blocked = join(dataFolder, "file");
    await writeFile(blocked, "");
    const failed = await run(["doctor", "--data-dir", join(blocked, "below")]);
    expect(failed.code).toBe(1);
  });
});

describe("a headless host", { timeout: 60_000 }, () => {
  let dataFolder: string;
  let host: Awaited<ReturnType<typeof serve>>;
  const command = (...given: string[]) => say([...given, "--data-dir", dataFolder]);

  beforeAll(async () => {
    dataFolder = await mkdtemp(join(tmpdir(), "quarterdeck-headless-"));
    host = await serve(dataFolder);
  }, 60_000);
  afterAll(async () => {
    host.child.kill("SIGKILL");
    await host.exited;
    await rm(dataFolder, { recursive: true, force: true });
  });

  it("tells where phones connect, when they may, and asks for their port in words", async () => {
    const other = await mkdtemp(join(tmpdir(), "quarterdeck-lan-"));
    const phones = await serve(other, ["--lan", "--lan-port", "0"]);
    expect(phones.ready.lanUrl).toMatch(/^https:\/\/quarterdeck-[a-z0-9]{5}\.local:\d+$/);
    phones.child.kill("SIGTERM");
    await phones.exited;
    await rm(other, { recursive: true, force: true });
    expect(await say(["serve", "--lan-port", "many", "--data-dir", other])).toMatchObject({
      code: 2,
      err: expect.stringContaining("--lan-port"),
    });
  });

  it("says in one line on stdout that it listens", () => {
    expect(host.lines).toHaveLength(1);
    expect(host.ready).toMatchObject({
      event: "ready",
      pid: host.child.pid,
      url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/),
      loginUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\/#login=[\w-]{40,}$/),
      lanUrl: null,
      deviceUrl: null,
      otaUrl: null,
      dataDir: dataFolder,
    });
    expect(host.ready.startMs).toBeGreaterThan(0);
  });

  it("counts a client of the plain JSON protocol among its connections while it is there", async () => {
    const made = await command("token", "create", "--name", "plain", "--scopes", "watch", "--json");
    const { token } = JSON.parse(made.out);
    const headers = { authorization: `Bearer ${token}` };
    const counts = async () => {
      const status = await (await fetch(`${host.ready.url}/api/v1/status`, { headers })).json();
      const metrics = await (await fetch(`${host.ready.url}/metrics`, { headers })).text();
      return [status.connections, /^quarterdeck_connections\{kind="token"\} (\d+)$/m.exec(metrics)?.[1] ?? "0"];
    };
    const socket = new WebSocket(`${host.ready.url.replace("http", "ws")}/ws`);
    await once(socket, "open");
    expect(await counts()).toEqual([0, "0"]);
    socket.send(JSON.stringify({ type: "authenticate", token }));
    await once(socket, "message");
    expect(await counts()).toEqual([1, "1"]);
    socket.close();
    await expect.poll(counts).toEqual([0, "0"]);
  });

  it("is steered from the command line: start, list, stop", async () => {
    const started = await say([
      "sessions",
      "start",
      "shell",
      "--name",
      "A trial",
      "--env",
      "GREETING=hi",
      "--json",
      "--data-dir",
      dataFolder,
      "--",
      "-c",
      "sleep 60",
    ]);
    expect(started.code).toBe(0);
    expect(JSON.parse(started.out)).toMatchObject({
      tool: "shell",
      name: "A trial",
      arguments: ["-c", "sleep 60"],
      environmentNames: ["GREETING"],
    });
    const listed = await command("sessions", "list");
    expect(listed.out).toMatch(/running +shell +A trial/);
    expect(await command("sessions", "stop", "A trial")).toMatchObject({ code: 0 });
    expect(JSON.parse((await command("sessions", "list", "--json")).out)).toMatchObject([
      { name: "A trial", status: "stopped", reason: "stopped" },
    ]);
    expect(await command("sessions", "start", "no-such-tool")).toMatchObject({
      code: 1,
      err: expect.stringMatching(/“no-such-tool”.*\n.*The tools are: claude, .*shell/),
    });
    expect(await command("sessions", "stop", "nobody")).toMatchObject({
      code: 1,
      err: expect.stringContaining("nobody"),
    });
  });

  it("makes tokens that work until they are revoked", async () => {
    const created = await command("token", "create", "--name", "build", "--scopes", "watch,start");
    const token = created.out.trim();
    expect(created).toMatchObject({ code: 0, out: `${token}\n` });
    const ask = async () =>
      (await fetch(`${host.ready.url}/api/v1/me`, { headers: { authorization: `Bearer ${token}` } })).status;
    expect(await ask()).toBe(200);
    expect((await command("token", "list")).out).toMatch(/build +watch,start/);
    expect((await command("token", "revoke", "build")).code).toBe(0);
    expect(await ask()).toBe(401);
  });

  it("pairs no phone while the listener for phones is off, and names the phones that are paired", async () => {
    const off = await command("pair", "--json");
    expect(off).toMatchObject({ code: 1, out: "", err: expect.stringContaining("quarterdeck pair --enable") });
    expect(await command("pair")).toMatchObject({ code: 2, err: expect.stringContaining("needs a terminal") });
    expect(JSON.parse((await command("pair", "list", "--json")).out)).toEqual([]);
    expect(await command("pair", "revoke", "nobody")).toMatchObject({
      code: 1,
      err: expect.stringContaining("nobody"),
    });
    expect(await command("pair", "confirm", "apple")).toMatchObject({ code: 2 });
    expect(await command("pair", "confirm", "apple", "coral", "moon", "train")).toMatchObject({
      code: 1,
      err: expect.stringContaining("No phone waits"),
    });
    expect(await command("pair", "--scopes", "root", "--json")).toMatchObject({ code: 2 });
  });

  it("gives a fresh login link that signs a browser in once", async () => {
    const { out } = await command("login");
    const code = new URL(out.trim()).hash.replace("#login=", "");
    const login = () =>
      fetch(`${host.ready.url}/auth/login`, {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ code }),
      });
    expect((await login()).status).toBe(200);
    expect((await login()).status).toBe(401);
  });

  it("keeps a second one off its data folder, and gives a report without secrets", async () => {
    const second = await run(["serve", "--data-dir", dataFolder, "--port", "0"]);
    expect(second).toMatchObject({ code: 1, out: "", err: expect.stringContaining(host.ready.url) });
    const created = await command("token", "create", "--name", "report", "--scopes", "admin");
    const answer = await fetch(`${host.ready.url}/api/v1/diagnostics`, {
      headers: { authorization: `Bearer ${created.out.trim()}` },
    });
    const { text, checks } = await answer.json();
    expect(checks.length).toBeGreaterThan(5);
    expect(text).toContain("## Settings");
    expect(text).not.toContain(created.out.trim());
    expect(text).not.toMatch(/qd_[\w-]{20,}/);
  });

  it("survives kill -9: the next one takes the folder and says what was interrupted", async () => {
    await say(["sessions", "start", "shell", "--name", "Cut off", "--data-dir", dataFolder, "--", "-c", "sleep 60"]);
    host.child.kill("SIGKILL");
    await host.exited;
    expect(await command("sessions", "list")).toMatchObject({ code: 1, err: expect.stringContaining("isn’t running") });
    host = await serve(dataFolder);
    const sessions = JSON.parse((await command("sessions", "list", "--json")).out);
    expect(sessions[0]).toMatchObject({ name: "Cut off", status: "stopped", reason: "interrupted", exitCode: null });
    expect((await command("sessions", "list")).out).toMatch(/interrupted +shell +Cut off/);
  });

  it("ends in order when told to, and gives the folder back", async () => {
    await say(["sessions", "start", "shell", "--name", "Last", "--data-dir", dataFolder, "--", "-c", "sleep 60"]);
    host.child.kill("SIGTERM");
    expect(await host.exited).toEqual([0, null]);
    expect(host.errors()).toContain("ending one session");
    expect(host.lines).toHaveLength(1);
    expect(existsSync(join(dataFolder, "instance.json"))).toBe(false);
    host = await serve(dataFolder);
    const sessions = JSON.parse((await command("sessions", "list", "--json")).out);
    expect(sessions[0]).toMatchObject({ name: "Last", status: "stopped", reason: "stopped" });
  });

  it("ends at once at the second signal, and the next one ends what that left running", async () => {
    const stubborn = "trap '' TERM HUP; while :; do sleep 1; done";
    const { out } = await say(["sessions", "start", "shell", "--json", "--data-dir", dataFolder, "--", "-c", stubborn]);
    const { pid } = JSON.parse(out);
    host.child.kill("SIGINT");
    await expect.poll(() => host.errors()).toContain("Again to stop at once");
    host.child.kill("SIGINT");
    expect(await host.exited).toEqual([130, null]);
    host = await serve(dataFolder);
    await expect.poll(() => existsSync(`/proc/${pid}`)).toBe(false);
  });
});
