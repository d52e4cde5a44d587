import { once } from "node:events";
import { vi } from "vitest";
import { WebSocket } from "ws";
import type { Scope } from "#shared/contract/scopes.ts";
import { openSessionsBench } from "../../sessions/testing.ts";
import { createTools } from "../../sessions/tools/tools.ts";
import { startTestHost } from "../relayTestKit.ts";
import { upgrade } from "../testClient.ts";

const patience = { timeout: 15_000, interval: 10 };

/** The two listeners: everything holds over both. */
export const ways = [
  { name: "this machine's listener", way: {} },
  { name: "the listener for phones and TLS", way: { relay: { enabled: true } } },
] as const;

/** The real host over real sessions; clients come in by the listener for phones where it is on. `limits` may be changed while it runs. */
export async function startProtocolHost(options: Parameters<typeof startTestHost>[0] = {}) {
  const limits = { maximum: 100, historyMegabytes: 256, stopGraceSeconds: 1 };
  const tools = createTools({
    userTools: () => [{ key: "missing", name: "Missing", command: "no-such-program" }],
    shell: () => "/bin/bash",
    environment: { ...process.env, PS1: "$ " },
  });
  const bench = await openSessionsBench(limits, { tools });
  const host = await startTestHost({ ...options, realParts: { sessions: bench.sessions, tools } });
  const overTls = options.relay?.enabled === true;
  const port = overTls ? await host.phonePort() : host.port;
  const ca = overTls ? await host.authority() : undefined;
  const open = (headers: Record<string, string> = {}) => openClient(port, headers, ca);
  const tokenFor = async (...scopes: Scope[]) => (await host.accounts.tokens.create("script", scopes)).token;
  return {
    host,
    limits,
    sessions: bench.sessions,
    tokenFor,
    /** A client that has not authenticated. */
    open,
    origin: `${overTls ? "https" : "http"}://127.0.0.1:${port}`,
    upgrade: (headers: Record<string, string>) => upgrade(port, "/ws", headers, ca),
    /** A client that has authenticated. */
    connect: async (...scopes: Scope[]) => {
      const client = await open();
      client.send({ type: "authenticate", token: await tokenFor(...scopes) });
      await client.next("auth_success");
      return client;
    },
    [Symbol.asyncDispose]: async () => {
      await host.dispose();
      await bench[Symbol.asyncDispose]();
      await tools[Symbol.asyncDispose]();
    },
  };
}

export type ProtocolHost = Awaited<ReturnType<typeof startProtocolHost>>;

// biome-ignore lint/suspicious/noExplicitAny: tests look into messages of any form
export type Received = Record<string, any>;

/** A plain WebSocket client of the protocol, as somebody else would write it. */
export async function openClient(port: number, headers: Record<string, string> = {}, ca?: string) {
  const scheme = ca === undefined ? "ws" : "wss";
  const socket = new WebSocket(`${scheme}://127.0.0.1:${port}/ws`, { headers, ...(ca === undefined ? {} : { ca }) });
  const received: Received[] = [];
  const screens = new Map<string, string>();
  const closed = new Promise<{ code: number; reason: string }>((resolve) => {
    socket.once("close", (code, reason) => resolve({ code, reason: reason.toString() }));
  });
  socket.on("message", (data) => {
    const message: Received = JSON.parse(data.toString());
    if (message.type !== "output") received.push(message);
    else screens.set(message.session_id, (screens.get(message.session_id) ?? "") + message.output);
    for (const listener of listeners) listener(message);
  });
  const listeners = new Set<(message: Received) => void>();
  socket.on("error", () => {});
  await once(socket, "open");
  /** The oldest message of this type that was not taken yet. */
  const next = async (type: string): Promise<Received> =>
    await vi.waitFor(() => {
      const index = received.findIndex((message) => message.type === type);
      const [message] = index < 0 ? [] : received.splice(index, 1);
      if (!message) throw new Error(`no ${type} among ${JSON.stringify(received).slice(0, 500)}`);
      return message;
    }, patience);
  const send = (message: object | string): void =>
    socket.send(typeof message === "string" ? message : JSON.stringify(message));
  return {
    socket,
    closed,
    /** Messages that were not taken yet, but output. */
    received,
    listeners,
    send,
    next,
    ask: async (message: object | string, type: string) => {
      send(message);
      return await next(type);
    },
    /** Everything a session printed to this client. */
    output: (session: string) => screens.get(session) ?? "",
    untilOutput: async (session: string, text: string) =>
      await vi.waitFor(() => {
        if (!screens.get(session)?.includes(text))
          throw new Error(`no ${text} in ${screens.get(session)?.slice(-300)}`);
      }, patience),
  };
}
