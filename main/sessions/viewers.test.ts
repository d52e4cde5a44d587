import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import headless from "@xterm/headless";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import type { Caller } from "../core/caller.ts";
import type { Terminals } from "./contract.ts";
import { parseNow } from "./screen/terminalInternals.ts";
import { openSessionsBench, openTestClient, type SessionsBench, type TestClient } from "./testing.ts";

const caller: Caller = { kind: "browser", label: "A browser", scopes: ["admin"], credentialId: "test" };
const watcher: Caller = { ...caller, scopes: ["watch"] };
const patience = { timeout: 30_000, interval: 10 };
const size = { columns: 80, rows: 24 };

let bench: SessionsBench;
let scratch: string;
beforeEach(async () => {
  scratch = mkdtempSync(join(tmpdir(), "quarterdeck-viewers-"));
  bench = await openSessionsBench();
});
afterEach(async () => {
  await bench[Symbol.asyncDispose]();
  rmSync(scratch, { recursive: true, force: true });
});

/** A viewer that keeps a terminal of its own, as a page does; it acknowledges what it parsed unless it stalls. */
function openViewer(stream = 1) {
  const client = openTestClient();
  const terminal = new headless.Terminal({
    cols: 80,
    rows: 24,
    scrollback: 100,
    allowProposedApi: true,
    logLevel: "off",
  });
  const viewer = { client, terminal, offset: -1, snapshots: 0, bytes: 0, isStalled: false, gaps: 0 };
  const acknowledge = (): void => {
    if (!viewer.isStalled) client.send({ kind: "acknowledge", stream, offset: viewer.offset });
  };
  client.onFrame = (frame) => {
    if (frame.kind === "snapshot") {
      viewer.snapshots++;
      terminal.resize(frame.snapshot.columns, frame.snapshot.rows);
      terminal.reset();
      parseNow(terminal, frame.state);
      viewer.offset = frame.offset;
      queueMicrotask(acknowledge);
    } else if (frame.kind === "output") {
      if (viewer.offset >= 0 && frame.offset !== viewer.offset) viewer.gaps++;
      parseNow(terminal, frame.bytes);
      viewer.offset = frame.offset + frame.bytes.byteLength;
      viewer.bytes += frame.bytes.byteLength;
      queueMicrotask(acknowledge);
    } else if (frame.kind === "resized") terminal.resize(frame.columns, frame.rows);
  };
  return { ...viewer, acknowledge, state: viewer };
}

function screenOf(terminal: InstanceType<typeof headless.Terminal>): string[] {
  const { active } = terminal.buffer;
  return Array.from(
    { length: terminal.rows },
    (_value, y) => active.getLine(active.baseY + y)?.translateToString(true) ?? "",
  );
}

async function shell(): Promise<string> {
  return (await bench.sessions.start({ tool: "shell", folder: "/tmp", size })).id;
}

function type(client: TestClient, text: string, stream = 1, sequence = 1): void {
  client.send({ kind: "input", stream, sequence, bytes: Buffer.from(text) });
}

async function attach(terminals: Terminals, session: string, more: Partial<Parameters<Terminals["attach"]>[0]> = {}) {
  return await terminals.attach({ stream: 1, session, follow: "live", ...more });
}

describe("viewers", () => {
  test("two viewers see the same, whenever they came", async () => {
    const id = await shell();
    const one = openViewer();
    await attach(bench.sessions.openTerminals(one.client.link, caller), id, { size });
    type(one.client, "for i in $(seq 500); do echo row $i; done; printf '\\033[35mdone\\033[0m\\n'\n");
    await vi.waitFor(() => expect(screenOf(one.terminal).join("\n")).toContain("\ndone"), patience);
    const two = openViewer();
    await attach(bench.sessions.openTerminals(two.client.link, caller), id);
    await vi.waitFor(() => expect(screenOf(two.terminal)).toEqual(screenOf(one.terminal)), patience);
    expect(two.state.gaps + one.state.gaps).toBe(0);
  });

  test("input is confirmed once it was handed over, and refused where it may not be", async () => {
    const id = await shell();
    const one = openViewer();
    await attach(bench.sessions.openTerminals(one.client.link, caller), id);
    type(one.client, "exit\n", 1, 7);
    await vi.waitFor(
      () => expect(one.client.frames).toContainEqual({ kind: "inputDone", stream: 1, sequence: 7, isAccepted: true }),
      patience,
    );
    await vi.waitFor(() => expect(bench.sessions.get(id).status).toBe("stopped"), patience);
    type(one.client, "late\n", 1, 8);
    expect(one.client.frames.at(-1)).toEqual({ kind: "inputDone", stream: 1, sequence: 8, isAccepted: false });
    const reader = openViewer();
    await attach(bench.sessions.openTerminals(reader.client.link, watcher), id, { size });
    type(reader.client, "rm -rf /\n");
    expect(reader.client.frames).toContainEqual({ kind: "refused", stream: 1, code: "FORBIDDEN" });
    expect(bench.sessions.get(id).driver).toBeNull();
  });

  test("one viewer decides the size; the others follow and may take over", async () => {
    const id = await shell();
    const [one, two] = [openViewer(), openViewer()];
    const oneTerminals = bench.sessions.openTerminals(one.client.link, caller);
    const twoTerminals = bench.sessions.openTerminals(two.client.link, caller);
    expect(await attach(oneTerminals, id, { size: { columns: 100, rows: 30 } })).toMatchObject({ driving: true });
    expect(await attach(twoTerminals, id, { size: { columns: 40, rows: 10 } })).toMatchObject({ driving: false });
    await vi.waitFor(() => expect([two.terminal.cols, two.terminal.rows]).toEqual([100, 30]), patience);
    two.client.send({ kind: "resize", stream: 1, columns: 40, rows: 10 });
    expect(two.client.frames).toContainEqual({ kind: "refused", stream: 1, code: "NOT_DRIVER" });
    twoTerminals.takeOver(1, { columns: 60, rows: 20 });
    await vi.waitFor(() => expect([one.terminal.cols, one.terminal.rows]).toEqual([60, 20]), patience);
    type(one.client, "stty size\n");
    await vi.waitFor(() => expect(screenOf(one.terminal).join("\n")).toContain("20 60"), patience);
    for (const [columns, rows] of [
      [0, 0],
      [10_000, 10_000],
    ] as const) {
      two.client.send({ kind: "resize", stream: 1, columns, rows });
      expect(two.client.frames.at(-1)).toEqual({ kind: "refused", stream: 1, code: "VALIDATION" });
    }
    expect(bench.sessions.get(id)).toMatchObject({ columns: 60, rows: 20 });
    two.client.close();
    expect(bench.sessions.get(id)).toMatchObject({ driver: null, viewers: 1 });
  });

  test("a stalled viewer costs nobody anything and gets the right screen when it wakes", async () => {
    const file = join(scratch, "flood.txt");
    writeFileSync(
      file,
      Array.from(
        { length: 300_000 },
        (_value, index) => `\x1b[3${index % 8}mflood ${index}\x1b[0m ${"y".repeat(60)}\n`,
      ).join(""),
    );
    const id = await shell();
    const [stalled, reading] = [openViewer(), openViewer()];
    await attach(bench.sessions.openTerminals(stalled.client.link, caller), id, { size });
    await attach(bench.sessions.openTerminals(reading.client.link, caller), id, { follow: "complete" });
    await vi.waitFor(() => expect(stalled.state.offset).toBeGreaterThanOrEqual(0), patience);
    stalled.state.isStalled = true;
    const before = stalled.state.bytes;
    type(reading.client, `cat ${file}; echo fin''ished\n`);
    await vi.waitFor(() => expect(screenOf(reading.terminal).join("\n")).toContain("finished"), patience);
    expect(reading.state).toMatchObject({ gaps: 0, snapshots: 1 });
    expect(stalled.state.bytes - before).toBeLessThanOrEqual(524_288);
    stalled.state.isStalled = false;
    stalled.acknowledge();
    await vi.waitFor(() => expect(screenOf(stalled.terminal)).toEqual(screenOf(reading.terminal)), patience);
    expect(stalled.state.snapshots).toBeGreaterThan(1);
  }, 60_000);

  test("a viewer that comes back goes on where it was, without a gap and without a snapshot", async () => {
    const id = await shell();
    const one = openViewer();
    await attach(bench.sessions.openTerminals(one.client.link, caller), id, { size });
    type(one.client, "echo fi''rst\n");
    await vi.waitFor(() => expect(screenOf(one.terminal).join("\n")).toContain("first"), patience);
    one.client.close();
    await bench.sessions.sendInput(id, "echo sec''ond\n", false);
    await vi.waitFor(() => expect(bench.sessions.get(id).endOffset).toBeGreaterThan(one.state.offset), patience);
    const again = openTestClient();
    again.onFrame = (frame) => {
      expect(frame.kind).not.toBe("snapshot");
      one.client.onFrame(frame);
    };
    await attach(bench.sessions.openTerminals(again.link, caller), id, { resumeFrom: one.state.offset });
    await vi.waitFor(() => expect(screenOf(one.terminal).join("\n")).toContain("second"), patience);
    expect(one.state.gaps).toBe(0);
  });

  test("malformed and foreign frames are refused and change nothing", async () => {
    const id = await shell();
    const one = openViewer();
    await attach(bench.sessions.openTerminals(one.client.link, caller), id);
    for (const bytes of [
      new Uint8Array(0),
      new Uint8Array(12),
      new Uint8Array(13).fill(255),
      new Uint8Array(70_000).fill(17),
    ]) {
      one.client.sendBytes(bytes);
      expect(one.client.frames.at(-1)).toMatchObject({ kind: "refused", code: "INVALID_FRAME" });
    }
    type(one.client, "x", 99);
    expect(one.client.frames.at(-1)).toEqual({ kind: "refused", stream: 99, code: "NOT_ATTACHED" });
    one.client.sendBytes(Uint8Array.from([17, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 1, 0xff, 0xfe, 0x80, 0x0a]));
    await vi.waitFor(() => expect(bench.sessions.get(id).status).toBe("running"), patience);
  });
});
