import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { type Connection, connect } from "#main/commandLine/client.ts";
import { locateInstance } from "#main/commandLine/runningInstance.ts";
import type { Session } from "#shared/contract/sessions.ts";
import { type Api, connectApi } from "../../helpers/api.ts";
import { type HeadlessHost, startHeadless } from "../../helpers/headlessHost.ts";
import { nothingLeft, type PersonTerminal, runInTerminal } from "./personTerminal.ts";
import { createUnsteadyLink } from "./unsteadyLink.ts";

// One host for all: each test has a session of its own.
let folder: string;
let host: HeadlessHost;
let api: Api;
let connection: Connection;
const terminals: PersonTerminal[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "quarterdeck-attach-"));
  host = await startHeadless({ folder });
  api = await connectApi(host.dataFolder);
  connection = await connect(locateInstance(host.dataFolder));
}, 60_000);

afterEach(() => {
  for (const terminal of terminals.splice(0)) terminal[Symbol.dispose]();
});

afterAll(async () => {
  connection[Symbol.dispose]();
  await host.stop();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

/** A shell at its prompt that prints no more than it is asked to. */
async function startShell(name: string): Promise<Session> {
  const session = await api.startShell(name);
  await api.type(session.id, "PS1='$ '; unset PROMPT_COMMAND; clear\r");
  await vi.waitFor(async () => {
    const { rows } = await connection.client.history.screen({ id: session.id });
    expect(rows[0]?.text.trimEnd()).toBe("$");
  }, 10_000);
  return session;
}

interface AttachChoices {
  readonly columns?: number;
  readonly rows?: number;
  readonly flags?: readonly string[];
  readonly dataFolder?: string;
}

async function attach(
  session: string,
  { columns, rows, flags = [], dataFolder = host.dataFolder }: AttachChoices = {},
) {
  const size = { ...(columns ? { columns } : {}), ...(rows ? { rows } : {}) };
  const terminal = await runInTerminal(
    folder,
    ["sessions", "attach", session, ...flags, "--data-dir", dataFolder],
    size,
  );
  terminals.push(terminal);
  return terminal;
}

const shows = (text: string) => (rows: readonly string[]) => rows.some((row) => row.includes(text));
const lastRow = (text: string) => (rows: readonly string[]) => rows.at(-1)?.includes(text) ?? false;

describe("quarterdeck sessions attach", () => {
  it("shows what is there, takes keys, and says how to leave", async () => {
    const session = await startShell("greeting");
    await api.type(session.id, "echo before attaching\r");
    const terminal = await attach(session.id);
    await terminal.until(shows("before attaching"));
    await terminal.until(lastRow("greeting · driving · Ctrl-\\ d detach"));
    terminal.type("echo $((6 * 7))\r");
    await terminal.until((rows) => rows.includes("42"));
  });

  it("leaves the session running and the terminal as it was when the person detaches", async () => {
    const session = await startShell("detached");
    const terminal = await attach(session.id);
    await terminal.until(lastRow("driving"));
    // Everything a full-screen program may switch on.
    terminal.type("printf '\\e[?1049h\\e[?1002h\\e[?1006h\\e[?2004h\\e[?25lfull screen'\r");
    await terminal.until(shows("full screen"));
    await vi.waitFor(() =>
      expect(terminal.leftOvers()).toMatchObject({ mouse: "drag", isPasteBracketed: true, isCursorHidden: true }),
    );
    terminal.type("\x1cd");
    expect(await terminal.ended).toEqual({ code: 0, isRestored: true });
    expect(terminal.leftOvers()).toEqual(nothingLeft);
    expect(terminal.screen().join("\n")).toContain("Detached from “detached”. It keeps running.");
    expect((await api.session(session.id)).status).toBe("running");
  });

  it("gives the session the terminal's size, one row less, and follows it", async () => {
    const session = await startShell("sized");
    const terminal = await attach(session.id, { columns: 100, rows: 31 });
    await terminal.until(lastRow("driving"));
    terminal.type("stty size\r");
    await terminal.until((rows) => rows.includes("30 100"));
    terminal.resize(70, 21);
    await vi.waitFor(async () => expect(await api.session(session.id)).toMatchObject({ columns: 70, rows: 20 }), 5_000);
    terminal.type("stty size\r");
    await terminal.until((rows) => rows.includes("20 70"));
  });

  it("ends with the tool's exit code, and leaves its last words on the screen", async () => {
    const session = await startShell("ending");
    const terminal = await attach(session.id);
    await terminal.until(lastRow("driving"));
    terminal.type("echo famous last words; exit 7\r");
    expect(await terminal.ended).toEqual({ code: 7, isRestored: true });
    expect(terminal.screen()).toContain("famous last words");
    expect(terminal.screen().join("\n")).toContain("“ending” ended with exit code 7.");
    expect(terminal.leftOvers()).toEqual(nothingLeft);
  });

  it("says how a session ended that does not run any more", async () => {
    const session = await startShell("over");
    await api.type(session.id, "exit 3\r");
    await vi.waitFor(async () => expect((await api.session(session.id)).status).toBe("stopped"), 5_000);
    expect((await (await attach(session.id)).ended).code).toBe(3);
  });

  it("restores the terminal when it is told to end", async () => {
    const session = await startShell("terminated");
    const terminal = await attach(session.id);
    await terminal.until(lastRow("driving"));
    process.kill(await terminal.commandPid(), "SIGTERM");
    expect(await terminal.ended).toEqual({ code: 143, isRestored: true });
    expect(terminal.leftOvers()).toEqual(nothingLeft);
    expect((await api.session(session.id)).status).toBe("running");
  });

  it("only looks with --watch: types nothing, changes no size, shows what fits", async () => {
    const session = await startShell("watched");
    const driver = await attach(session.id, { columns: 100, rows: 31 });
    await driver.until(lastRow("driving"));
    const watcher = await attach(session.id, { columns: 40, rows: 11, flags: ["--watch"] });
    await watcher.until(lastRow("watching, driven by"));
    watcher.type("echo typed by the watcher\r");
    driver.type(`echo ${"x".repeat(60)}\r`);
    await watcher.until((rows) => rows.includes("x".repeat(40)));
    expect(watcher.screen().join("\n")).not.toContain("typed by the watcher");
    expect(await api.session(session.id)).toMatchObject({ columns: 100, rows: 30 });
    watcher.type("\x1cd");
    expect(await watcher.ended).toEqual({ code: 0, isRestored: true });
  });

  it("hands the terminal over to who attaches later, and takes it back on demand", async () => {
    const session = await startShell("shared");
    const first = await attach(session.id, { columns: 80, rows: 25 });
    await first.until(lastRow("driving"));
    const second = await attach(session.id, { columns: 60, rows: 21 });
    await second.until(lastRow("driving"));
    await first.until(lastRow("driven by"));
    expect(await api.session(session.id)).toMatchObject({ columns: 60, rows: 20 });
    first.type("\x1ct");
    await first.until(lastRow("driving"));
    await second.until(lastRow("driven by"));
    expect(await api.session(session.id)).toMatchObject({ columns: 80, rows: 24 });
  });

  it("scrolls back through what has gone by", async () => {
    const session = await startShell("scrolled");
    const terminal = await attach(session.id);
    await terminal.until(lastRow("driving"));
    terminal.type("seq 1 200\r");
    await terminal.until((rows) => rows.includes("200"));
    terminal.type("\x1c[");
    await terminal.until((rows) => rows.includes("160") && lastRow("Scrolling")(rows));
    terminal.type("g");
    await terminal.until((rows) => rows.includes("1") && rows.includes("2"));
    terminal.type("q");
    await terminal.until((rows) => rows.includes("200") && lastRow("driving")(rows));
  });

  it("keeps up with a flood, and still hears the person", async () => {
    const session = await startShell("flooded");
    const terminal = await attach(session.id);
    await terminal.until(lastRow("driving"));
    terminal.type("yes 'as fast as it can be printed'\r");
    await terminal.until(shows("as fast as it can be printed"));
    terminal.type("\x03");
    terminal.type("clear; echo still here\r");
    await terminal.until((rows) => rows.includes("still here"));
  });

  it("comes back by itself after the connection was lost, and shows what happened meanwhile", async () => {
    const session = await startShell("unsteady");
    await using link = await createUnsteadyLink(folder, host.dataFolder);
    const terminal = await attach(session.id, { dataFolder: link.dataFolder });
    await terminal.until(lastRow("driving"));
    link.cut();
    await terminal.until(lastRow("Connection lost"));
    await api.type(session.id, "echo said while nobody was there\r");
    link.mend();
    await terminal.until(lastRow("driving"));
    await terminal.until((rows) => rows.includes("said while nobody was there"));
    terminal.type("echo and typed after\r");
    await terminal.until((rows) => rows.includes("and typed after"));
  });

  it("can be left while there is no connection", async () => {
    const session = await startShell("cut off");
    await using link = await createUnsteadyLink(folder, host.dataFolder);
    const terminal = await attach(session.id, { dataFolder: link.dataFolder });
    await terminal.until(lastRow("driving"));
    link.cut();
    await terminal.until(lastRow("Connection lost"));
    terminal.type("\x1cd");
    expect(await terminal.ended).toEqual({ code: 0, isRestored: true });
  });

  it("says plainly that there is no such session, without touching the terminal", async () => {
    const terminal = await attach("00000000-0000-4000-8000-000000000000");
    expect(await terminal.ended).toEqual({ code: 1, isRestored: true });
    expect(terminal.leftOvers()).toEqual(nothingLeft);
    expect(terminal.screen().join("").length).toBeGreaterThan(10);
  });
});
