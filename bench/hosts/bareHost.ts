import { mkdir, readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { ModuleKind, ScriptTarget, transpile } from "typescript";
import { WebSocket } from "ws";
import type { BareReply, BareRequest } from "./bareMessages.ts";
import { benchSize, type Host, type Subject, type Viewer, type ViewerOptions, type Wire } from "./host.ts";
import { startHostProcess } from "./processHost.ts";

/** The bare relay, started from plain JavaScript as our own host is: reading TypeScript would cost it time and memory. */
export async function createBareSubject(): Promise<Subject> {
  const source = await readFile(new URL("bareRelay.ts", import.meta.url), "utf8");
  const folder = new URL("../../.cache/bench/", import.meta.url);
  await mkdir(folder, { recursive: true });
  const file = fileURLToPath(new URL("bareRelay.mjs", folder));
  await writeFile(file, transpile(source, { module: ModuleKind.ESNext, target: ScriptTarget.ES2024 }));
  return { name: "bare", side: "bare", startHost: () => startBare(file) };
}

async function startBare(file: string): Promise<Host> {
  const host = await startHostProcess([file], { ...process.env, NODE_ENV: "production" });
  const { url } = host.ready;
  if (typeof url !== "string") throw new Error("The ready line has no url");
  return {
    address: { kind: "bare", url },
    port: Number(new URL(url).port),
    pid: host.pid,
    startMs: host.startMs,
    connect: () => connectBare(url),
    [Symbol.asyncDispose]: () => host[Symbol.asyncDispose](),
  };
}

/** One WebSocket to the bare relay; it can show one session. */
export async function connectBare(url: string): Promise<Wire> {
  const socket = new WebSocket(url, { perMessageDeflate: false });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  socket.once("open", () => resolve());
  socket.once("error", reject);
  await promise;
  let receive: ViewerOptions["receive"] | undefined;
  let offset = 0;
  const asked: ((reply: BareReply) => void)[] = [];
  socket.on("message", (data, isBinary) => {
    if (!Buffer.isBuffer(data)) throw new Error("ws hands out buffers");
    if (!isBinary) return asked.shift()?.(JSON.parse(data.toString()));
    const delivery = { kind: "output", offset, bytes: data } as const;
    offset += data.byteLength;
    receive?.(delivery, () => {});
  });
  const ask = <Kind extends BareReply["kind"]>(request: BareRequest, kind: Kind) =>
    new Promise<BareReply & { kind: Kind }>((answer, refuse) => {
      asked.push((reply) => (isKind(reply, kind) ? answer(reply) : refuse(new Error(`Unexpected ${reply.kind}`))));
      socket.send(JSON.stringify(request));
    });
  return {
    start: ({ executable, arguments: argv }, { keepsOutput = false } = {}) =>
      ask({ kind: "start", executable, arguments: argv, ...benchSize, keepsOutput }, "started"),
    async attach(id, viewer): Promise<Viewer> {
      receive = viewer.receive;
      await ask({ kind: "attach", id }, "attached");
      return { type: (bytes) => socket.send(bytes), [Symbol.dispose]: () => socket.close() };
    },
    printedBytes: async (id) => (await ask({ kind: "printed", id }, "printed")).bytes,
    allRows: async () => null,
    [Symbol.dispose]: () => socket.terminate(),
  };
}

function isKind<Kind extends BareReply["kind"]>(reply: BareReply, kind: Kind): reply is BareReply & { kind: Kind } {
  return reply.kind === kind;
}
