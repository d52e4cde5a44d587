import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { stripVTControlCharacters } from "node:util";
import { afterEach, describe, expect, test, vi } from "vitest";
import type { Session, StartSession } from "#shared/contract/sessions.ts";
import { AppError } from "#shared/errors/appError.ts";
import type { Caller } from "../core/caller.ts";
import { openSessionsBench, openTestClient, type SessionsBench } from "./testing.ts";

let bench: SessionsBench;
afterEach(async () => {
  await bench[Symbol.asyncDispose]();
});

const steering: Caller = { kind: "browser", label: "Test", scopes: ["watch", "steer"], credentialId: "test" };
const patience = { timeout: 15_000, interval: 20 };

/** A shell that runs one command line and ends. */
function command(line: string, more: Partial<StartSession> = {}): StartSession {
  return { tool: "shell", folder: "/tmp", arguments: ["-c", line], ...more };
}

async function untilEnded(id: string): Promise<Session> {
  await vi.waitFor(() => expect(bench.sessions.get(id).status).not.toBe("running"), patience);
  return bench.sessions.get(id);
}

async function screenText(id: string): Promise<string> {
  const { rows } = await bench.sessions.history.screen(id);
  return rows.map(({ text }) => stripVTControlCharacters(text)).join("\n");
}

async function codeOf(promise: Promise<unknown>): Promise<string> {
  try {
    await promise;
  } catch (error) {
    if (error instanceof AppError) return error.code;
    throw error;
  }
  return "no error";
}

describe("sessions", () => {
  test("runs a program and keeps what it printed and how it ended", async () => {
    bench = await openSessionsBench();
    const started = await bench.sessions.start(command("echo hello; echo 'wörld 你好'; exit 3"));
    expect(started).toMatchObject({ status: "running", reason: null, folder: "/tmp" });
    const end = await untilEnded(started.id);
    expect(end).toMatchObject({ status: "stopped", reason: "exited", exitCode: 3, signal: null, pid: null });
    expect(await screenText(started.id)).toContain("hello\nwörld 你好");
    await bench.reopen();
    expect(bench.sessions.get(started.id)).toMatchObject({ status: "stopped", exitCode: 3 });
    expect(await screenText(started.id)).toContain("wörld 你好");
  });

  test("quitting keeps the title and the last line of what has just ended, and of what it ends", async () => {
    bench = await openSessionsBench();
    const one = await bench.sessions.start(command("printf '\\033]0;one title\\007first\\nlast words\\n'"));
    await untilEnded(one.id);
    const two = await bench.sessions.start(
      command("trap 'printf \"\\033]0;two title\\007bye\"; exit' HUP TERM; echo ready; while :; do sleep 0.01; done"),
    );
    await vi.waitFor(async () => expect(await screenText(two.id)).toContain("ready"), patience);
    await bench.reopen();
    expect(bench.sessions.get(one.id)).toMatchObject({ title: "one title", lastLine: "last words" });
    expect(bench.sessions.get(two.id)).toMatchObject({ title: "two title", lastLine: "bye" });
  });

  test("types into a shell and sees the answer", async () => {
    bench = await openSessionsBench();
    const { id } = await bench.sessions.start({ tool: "shell", folder: "/tmp" });
    await bench.sessions.sendInput(id, "echo $((6 * 7))-answer\n", false);
    await vi.waitFor(async () => expect(await screenText(id)).toContain("42-answer"), patience);
    await vi.waitFor(() => expect(bench.sessions.get(id).lastLine).not.toBe(""), patience);
  });

  test("carries bytes that are no UTF-8 both ways as they are", async () => {
    bench = await openSessionsBench();
    const line = "stty raw -echo; printf 'torn \\377\\376\\303( end\\r\\n'; head -c 4 | od -An -tx1";
    const { id } = await bench.sessions.start(command(line));
    const client = openTestClient();
    const terminals = bench.sessions.openTerminals(client.link, steering);
    await terminals.attach({ stream: 1, session: id, follow: "live" });
    await vi.waitFor(async () => expect(await screenText(id)).toContain("torn"), patience);
    client.send({ kind: "input", stream: 1, sequence: 1, bytes: Uint8Array.of(0xff, 0xc3, 0x28, 0x80) });
    await untilEnded(id);
    const { data } = await bench.sessions.history.export(id, "ansi", 0);
    expect(Buffer.from(data, "base64").toString("latin1")).toContain("torn \xff\xfe\xc3( end");
    expect(await screenText(id)).toMatch(/^torn \S*\( end\n *ff c3 28 80/);
  });

  test("stops an interactive shell and what runs in it", async () => {
    bench = await openSessionsBench();
    const { id } = await bench.sessions.start({ tool: "shell", folder: "/tmp" });
    await bench.sessions.sendInput(id, "sleep 1000 & echo child=$!; sleep 2000\n", false);
    let child = 0;
    await vi.waitFor(async () => {
      child = Number(/child=(\d+)/.exec(await screenText(id))?.[1]);
      expect(child).toBeGreaterThan(1);
    }, patience);
    const stopped = await bench.sessions.stop(id);
    expect(stopped).toMatchObject({ status: "stopped", reason: "stopped" });
    await vi.waitFor(() => expect(() => process.kill(child, 0)).toThrow(), patience);
  });

  test("kills a program that ignores every request to end", async () => {
    bench = await openSessionsBench({ stopGraceSeconds: 0.3 });
    const { id } = await bench.sessions.start(
      command("trap '' TERM HUP INT; echo ready; while :; do sleep 1000; done"),
    );
    await vi.waitFor(async () => expect(await screenText(id)).toContain("ready"), patience);
    expect(await bench.sessions.stop(id)).toMatchObject({ status: "stopped", reason: "stopped", signal: "SIGKILL" });
  });

  test("says what is wrong and leaves nothing half made", async () => {
    bench = await openSessionsBench({ maximum: 1 });
    expect(await codeOf(bench.sessions.start({ tool: "no-such-tool" }))).toBe("UNKNOWN_TOOL");
    expect(await codeOf(bench.sessions.start({ tool: "shell", folder: join(bench.folder, "missing") }))).toBe(
      "FOLDER_NOT_FOUND",
    );
    expect(await codeOf(bench.sessions.start({ tool: "shell", folder: "relative" }))).toBe("FOLDER_NOT_FOUND");
    const first = await bench.sessions.start(command("sleep 100"));
    expect(await codeOf(bench.sessions.start(command("true")))).toBe("TOO_MANY_SESSIONS");
    expect(await codeOf(bench.sessions.delete(first.id))).toBe("SESSION_ALREADY_RUNNING");
    expect(await codeOf(bench.sessions.restart(first.id))).toBe("SESSION_ALREADY_RUNNING");
    expect(bench.sessions.list().map(({ id }) => id)).toEqual([first.id]);
    await bench.sessions.stop(first.id);
    expect(await codeOf(bench.sessions.stop(first.id))).toBe("SESSION_NOT_RUNNING");
    await bench.sessions.delete(first.id);
    expect(await codeOf(Promise.resolve().then(() => bench.sessions.get(first.id)))).toBe("SESSION_NOT_FOUND");
  });

  test("of two restarts at once one is refused, and nothing is deleted while it starts", async () => {
    bench = await openSessionsBench();
    const { id } = await bench.sessions.start(command("trap '' HUP; echo pid=$$; sleep 1000", {}));
    await bench.sessions.stop(id);
    const codes = await Promise.all([
      codeOf(bench.sessions.restart(id)),
      codeOf(bench.sessions.restart(id)),
      codeOf(bench.sessions.delete(id)),
    ]);
    expect(codes).toEqual(["no error", "SESSION_ALREADY_RUNNING", "SESSION_ALREADY_RUNNING"]);
    expect(bench.sessions.list()).toHaveLength(1);
  });

  test("a restart goes on below what the last run printed, at the size wanted meanwhile", async () => {
    bench = await openSessionsBench();
    const { id } = await bench.sessions.start(command("seq 1 6; stty size", { size: { columns: 80, rows: 24 } }));
    await untilEnded(id);
    const client = openTestClient();
    const terminals = bench.sessions.openTerminals(client.link, {
      kind: "desktop",
      label: "x",
      scopes: ["admin"],
      credentialId: "x",
    });
    await terminals.attach({ stream: 1, session: id, follow: "live", size: { columns: 70, rows: 20 } });
    await bench.sessions.restart(id);
    await untilEnded(id);
    expect((await screenText(id)).trimEnd().split("\n").filter(Boolean)).toEqual([
      "1",
      "2",
      "3",
      "4",
      "5",
      "6",
      "24 80",
      "1",
      "2",
      "3",
      "4",
      "5",
      "6",
      "20 70",
    ]);
    expect((await bench.sessions.history.screen(id)).rows).toHaveLength(20);
  });

  test("resizing and typing around the end of a program harm nobody", async () => {
    bench = await openSessionsBench();
    for (let round = 0; round < 10; round++) {
      const { id } = await bench.sessions.start(command("sleep 0.05"));
      const client = openTestClient();
      const terminals = bench.sessions.openTerminals(client.link, {
        kind: "desktop",
        label: "x",
        scopes: ["admin"],
        credentialId: "x",
      });
      await terminals.attach({ stream: 1, session: id, follow: "live", size: { columns: 80, rows: 24 } });
      for (let step = 0; bench.sessions.get(id).status === "running"; step++) {
        client.send({ kind: "resize", stream: 1, columns: 60 + (step % 40), rows: 24 });
        client.send({ kind: "input", stream: 1, sequence: step, bytes: Buffer.from("x") });
        await new Promise((resolve) => setImmediate(resolve));
      }
      expect(client.frames.filter((frame) => frame.kind === "refused" && frame.code === "INTERNAL")).toEqual([]);
    }
  });

  test("a repeated start with the same key starts one session", async () => {
    bench = await openSessionsBench();
    const request = command("sleep 100", { idempotencyKey: "the-same-key" });
    const [one, two] = await Promise.all([bench.sessions.start(request), bench.sessions.start(request)]);
    expect(two.id).toBe(one.id);
    expect(bench.sessions.list()).toHaveLength(1);
  });

  test("restarts with the same settings on a clean screen below the old output", async () => {
    bench = await openSessionsBench();
    const folder = join(bench.folder, "work");
    mkdirSync(folder);
    const { id } = await bench.sessions.start(
      command("printf '\\033[?1049hALT'; pwd; echo $MARK", { folder, environment: { MARK: "kept" } }),
    );
    await untilEnded(id);
    const again = await bench.sessions.restart(id);
    expect(again.status).toBe("running");
    await untilEnded(id);
    const text = await screenText(id);
    expect(text).toContain("kept");
    expect(text).toContain(folder);
  });

  test("numbers changes without a gap after a snapshot", async () => {
    bench = await openSessionsBench();
    const stop = new AbortController();
    const seen: string[] = [];
    const reading = (async () => {
      for await (const event of bench.sessions.changes(stop.signal)) seen.push(`${event.sequence}:${event.kind}`);
    })();
    const { id } = await bench.sessions.start(command("true"));
    await untilEnded(id);
    await bench.sessions.delete(id);
    await vi.waitFor(() => expect(seen.at(-1)).toContain("deleted"), patience);
    stop.abort();
    await reading;
    expect(seen[0]).toBe("0:snapshot");
    expect(seen.map((entry) => Number(entry.split(":")[0]))).toEqual(seen.map((_entry, index) => index));
  });
});
