import { spawn } from "node:child_process";
import { once } from "node:events";
import { rmSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { afterEach, expect, test, vi } from "vitest";
import { silentLog } from "../observability/log.ts";
import { openDatabase } from "../storage/openDatabase.ts";
import { createSessions } from "./createSessions.ts";
import { listProcesses } from "./processes/processTable.ts";
import { createTools } from "./tools/tools.ts";

const patience = { timeout: 20_000, interval: 20 };
const cleanUp: (() => PromiseLike<void> | void)[] = [];
afterEach(async () => {
  for (const next of cleanUp.splice(0).reverse()) await next();
});

interface Told {
  readonly folder: string;
  readonly flooding: string;
  readonly interactive: string;
  readonly endOffset: number;
  readonly pids: readonly number[];
}

/** Starts the host, lets it print, kills it like a power failure would, and answers with the last thing it said. */
async function killHost(): Promise<Told> {
  const host = spawn(process.execPath, [join(import.meta.dirname, "killedHost.ts")], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let told: Told | undefined;
  const lines = createInterface({ input: host.stdout });
  lines.on("line", (line) => (told = JSON.parse(line)));
  await vi.waitFor(() => expect(told?.endOffset).toBeGreaterThan(3_000_000), patience);
  const closed = once(lines, "close");
  host.kill("SIGKILL");
  await closed;
  if (!told) throw new Error("The host said nothing");
  return told;
}

test("after kill -9 nothing shown is lost, the sessions are interrupted, and nothing of them runs on", async () => {
  const told = await killHost();
  cleanUp.push(() => rmSync(told.folder, { recursive: true, force: true }));
  const storage = openDatabase({ dataFolder: told.folder, log: silentLog });
  cleanUp.push(() => storage[Symbol.asyncDispose]());
  let interrupted = 0;
  const sessions = await createSessions({
    database: storage.database,
    folder: join(told.folder, "sessions"),
    tools: createTools({ userTools: () => [], shell: () => "/bin/bash", environment: process.env }),
    log: silentLog,
    settings: () => ({ maximum: 10, historyMegabytes: 256, stopGraceSeconds: 1 }),
    withSecrets: async (environment) => environment,
    onInterrupted: (count) => {
      interrupted = count;
    },
  });
  cleanUp.push(() => sessions[Symbol.asyncDispose]());

  expect(interrupted).toBe(2);
  for (const id of [told.flooding, told.interactive]) {
    expect(sessions.get(id)).toMatchObject({
      status: "stopped",
      reason: "interrupted",
      exitCode: null,
      signal: null,
      pid: null,
    });
  }
  expect(sessions.get(told.flooding).endOffset).toBeGreaterThanOrEqual(told.endOffset);
  const { rows, first } = await sessions.history.rows(told.flooding, 100_000, 100);
  rows.forEach(({ text }, index) => {
    expect(text).toBe(`number ${first + index + 1}`);
  });

  await vi.waitFor(async () => {
    const left = (await listProcesses()).filter(({ session, isZombie }) => told.pids.includes(session) && !isZombie);
    expect(left).toEqual([]);
  }, patience);

  const again = await sessions.restart(told.interactive);
  expect(again.status).toBe("running");
  await sessions.sendInput(told.interactive, "echo al''ive\n", false);
  await vi.waitFor(async () => {
    const screen = await sessions.history.screen(told.interactive);
    expect(screen.rows.map(({ text }) => text).join("\n")).toContain("alive");
  }, patience);
}, 60_000);
