import { existsSync, symlinkSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished, vi } from "vitest";
import { connect } from "#main/commandLine/client.ts";
import { locateInstance } from "#main/commandLine/runningInstance.ts";
import { segmentPath } from "#main/sessions/history/segments.ts";
import { startHeadless } from "../../helpers/headlessHost.ts";

it("on a full disk the tool goes on, its output is shown, and everybody is told", async () => {
  const folder = await mkdtemp(join(tmpdir(), "quarterdeck-full-disk-"));
  onTestFinished(() => rm(folder, { recursive: true, force: true, maxRetries: 5 }));
  await using host = await startHeadless({ folder });
  using connection = await connect(locateInstance(host.dataFolder));
  const { client } = connection;
  const waits =
    'stty -echo; while [ ! -e go ]; do sleep 0.05; done; echo printed; read answer; echo "got $answer"; sleep 60';
  const { id } = await client.sessions.start({ tool: "shell", folder, arguments: ["-c", waits] });
  const output = segmentPath(join(host.dataFolder, "sessions", id), 0, "output");
  expect(existsSync(output)).toBe(false);
  // Writing to /dev/full fails as on a full disk.
  symlinkSync("/dev/full", output);
  symlinkSync("/dev/null", join(folder, "go"));
  await vi.waitFor(async () => {
    expect((await client.sessions.get({ id })).historyProblem).toBe("disk-full");
    expect((await client.system.status()).notices.map(({ code }) => code)).toContain("disk-full");
  }, 10_000);
  await client.sessions.sendInput({ id, text: "still here\n", paste: false });
  await vi.waitFor(async () => {
    const { rows } = await client.history.screen({ id });
    expect(rows.map(({ text }) => text.trimEnd())).toEqual(expect.arrayContaining(["printed", "got still here"]));
  }, 10_000);
  expect((await client.sessions.get({ id })).status).toBe("running");
}, 30_000);
