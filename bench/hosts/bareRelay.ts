/**
 * The simplest relay there can be: node-pty output goes into WebSockets as it comes. For comparison only: it has no history, no
 * flow control, no authentication beyond listening on this machine. It runs as a process of its own.
 */
import { spawn } from "node-pty";
import { type WebSocket, WebSocketServer } from "ws";
import type { BareReply, BareRequest } from "./bareMessages.ts";

interface BareSession {
  readonly pid: number;
  readonly viewers: Set<WebSocket>;
  /** Everything printed, if it was asked to remember; a late viewer gets it all again. Otherwise until the first viewer comes. */
  kept: Buffer[] | null;
  readonly keepsOutput: boolean;
  printed: number;
  write(bytes: Buffer): void;
  end(): void;
}

const sessions = new Map<string, BareSession>();
const server = new WebSocketServer({ host: "127.0.0.1", port: 0, perMessageDeflate: false });

server.on("connection", (socket) => {
  let attached: BareSession | undefined;
  socket.on("message", (data, isBinary) => {
    if (isBinary) {
      if (Buffer.isBuffer(data)) attached?.write(data);
      return;
    }
    const request: BareRequest = JSON.parse(data.toString());
    const reply = (answer: BareReply) => socket.send(JSON.stringify(answer));
    if (request.kind === "start") {
      const id = String(sessions.size + 1);
      const session = startSession(request);
      sessions.set(id, session);
      return reply({ kind: "started", id, pid: session.pid });
    }
    const session = sessions.get(request.id);
    if (!session) throw new Error(`no session ${request.id}`);
    if (request.kind === "printed") return reply({ kind: "printed", bytes: session.printed });
    attached = session;
    reply({ kind: "attached" });
    for (const chunk of session.kept ?? []) socket.send(chunk);
    if (!session.keepsOutput) session.kept = null;
    session.viewers.add(socket);
    socket.on("close", () => session.viewers.delete(socket));
  });
});

server.on("listening", () => {
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  process.stdout.write(`${JSON.stringify({ event: "ready", url: `ws://127.0.0.1:${port}` })}\n`);
});

process.on("SIGTERM", () => {
  for (const session of sessions.values()) session.end();
  process.exit(0);
});

function startSession(request: BareRequest & { kind: "start" }): BareSession {
  const pty = spawn(request.executable, [...request.arguments], {
    cols: request.columns,
    rows: request.rows,
    name: "xterm-256color",
    cwd: "/",
    encoding: null,
  });
  const session: BareSession = {
    pid: pty.pid,
    viewers: new Set(),
    kept: [],
    keepsOutput: request.keepsOutput,
    printed: 0,
    write: (bytes) => pty.write(bytes),
    end: () => process.kill(-pty.pid, "SIGKILL"),
  };
  // With `encoding: null` node-pty hands out buffers, whatever its types say.
  pty.onData((data: string | Buffer) => {
    const bytes = Buffer.from(data);
    session.printed += bytes.byteLength;
    session.kept?.push(bytes);
    for (const viewer of session.viewers) viewer.send(bytes);
  });
  pty.onExit(() => {
    session.end = () => {};
  });
  return session;
}
