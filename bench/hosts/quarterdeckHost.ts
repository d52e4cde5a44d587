import { rmSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { z } from "zod";
import { type Connection, connect } from "#main/commandLine/client.ts";
import type { HistoryRow } from "#shared/contract/history.ts";
import { decodeServerFrame, encodeFrame } from "#shared/terminal/frames.ts";
import { atExit } from "../atExit.ts";
import { benchSize, type Host, type Subject, type Viewer, type ViewerOptions, type Wire } from "./host.ts";
import { startHostProcess } from "./processHost.ts";

/** The program that `npm run setup` builds. */
export const builtProgram = fileURLToPath(new URL("../../dist/main/commandLine.js", import.meta.url));
const instance = z.object({ url: z.string(), controlToken: z.string() });

/** Quarterdeck's built headless host, reached as a browser reaches it. */
export function createQuarterdeckSubject(program: string): Subject {
  return { name: "quarterdeck", startHost: () => startHost(program) };
}

async function startHost(program: string): Promise<Host> {
  const dataFolder = await mkdtemp(join(tmpdir(), "quarterdeck-bench-"));
  const stray = atExit(() => rmSync(dataFolder, { recursive: true, force: true }));
  const removeData = async () => {
    await rm(dataFolder, { recursive: true, force: true });
    stray[Symbol.dispose]();
  };
  try {
    const argv = [program, "serve", "--json", "--port", "0", "--data-dir", dataFolder];
    const host = await startHostProcess(argv, { ...process.env, NODE_ENV: "production", SHELL: "/bin/bash" });
    const { url, controlToken } = instance.parse(JSON.parse(await readFile(join(dataFolder, "instance.json"), "utf8")));
    const address = { kind: "quarterdeck", url, token: controlToken } as const;
    return {
      address,
      pid: host.pid,
      startMs: host.startMs,
      connect: () => connectQuarterdeck(address),
      async [Symbol.asyncDispose]() {
        await host[Symbol.asyncDispose]();
        await removeData();
      },
    };
  } catch (error) {
    await removeData();
    throw error;
  }
}

/** One link to a Quarterdeck host. */
export async function connectQuarterdeck(address: { url: string; token: string }): Promise<Wire> {
  const connection = await connect(address);
  const { client, link } = connection;
  const viewers = new Map<number, ViewerOptions["receive"]>();
  let streams = 0;
  link.onMessage("terminal", (message) => {
    if (typeof message === "string") throw new Error("Terminal frames are binary");
    const frame = decodeServerFrame(message);
    const receive = viewers.get(frame.stream);
    if (!receive) return;
    if (frame.kind === "output") {
      const { stream, offset, bytes } = frame;
      const end = offset + bytes.byteLength;
      receive({ kind: "output", offset, bytes }, () => acknowledge(connection, stream, end));
    } else if (frame.kind === "snapshot") {
      const { stream, offset, state, snapshot } = frame;
      const { columns, rows } = snapshot;
      receive({ kind: "snapshot", offset, state, columns, rows }, () => acknowledge(connection, stream, offset));
    }
  });
  return {
    async start(program) {
      const request = { tool: "shell", folder: "/", arguments: [...program.arguments], size: benchSize };
      const { id, pid } = await client.sessions.start(request);
      if (pid === null) throw new Error("The session has no process");
      return { id, pid };
    },
    async attach(session, { follow, receive }): Promise<Viewer> {
      streams += 1;
      const stream = streams;
      let sequence = 0;
      viewers.set(stream, receive);
      await client.terminals.attach({ stream, session, follow, size: benchSize });
      return {
        type(bytes) {
          sequence += 1;
          link.send("terminal", encodeFrame({ kind: "input", stream, sequence, bytes }));
        },
        [Symbol.dispose]() {
          viewers.delete(stream);
          // Nobody waits for the answer: the link may close right behind this.
          client.terminals.detach({ stream }).catch(() => {});
        },
      };
    },
    printedBytes: async (id) => (await client.sessions.get({ id })).endOffset,
    allRows: (id) => allRows(connection, id),
    [Symbol.dispose]: () => connection[Symbol.dispose](),
  };
}

function acknowledge({ link }: Connection, stream: number, offset: number): void {
  link.send("terminal", encodeFrame({ kind: "acknowledge", stream, offset }));
}

async function allRows({ client }: Connection, id: string): Promise<readonly HistoryRow[]> {
  const screen = await client.history.screen({ id });
  const rows: HistoryRow[] = [];
  while (rows.length < screen.screenTop) {
    const page = await client.history.rows({
      id,
      first: rows.length,
      count: Math.min(2_000, screen.screenTop - rows.length),
    });
    if (page.first !== rows.length || page.rows.length === 0)
      throw new Error(`Rows from ${rows.length} on are not there`);
    rows.push(...page.rows);
  }
  return [...rows, ...screen.rows];
}
