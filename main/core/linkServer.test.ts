import { StandardRPCHandler } from "@orpc/server/standard";
import { describe, expect, it } from "vitest";
import type { SearchEvent } from "#shared/contract/history.ts";
import type { Link, LinkChannel } from "#shared/link/link.ts";
import { createRpcClient } from "#shared/link/rpcClient.ts";
import { createMetrics } from "../observability/createMetrics.ts";
import { type LogContext, silentLog } from "../observability/log.ts";
import type { History, Sessions } from "../sessions/contract.ts";
import type { Caller } from "./caller.ts";
import { createCallPipeline } from "./callPipeline.ts";
import { createHandlers } from "./handlers.ts";
import { createLinkServer } from "./linkServer.ts";
import { createTestParts } from "./testParts.ts";

const admin: Caller = { kind: "desktop", label: "Test", scopes: ["admin"], credentialId: "test" };
const search = { query: "x", caseSensitive: false, context: 0, limit: 1 };
const done: SearchEvent = { kind: "done", isTruncated: false };

describe("a served link", () => {
  it("aborts a call whose abort comes right behind it", async () => {
    const { server, send, signals } = setUp({ search: endless });
    send('{"i":"1","p":{"u":"/history/search","b":{"json":{"query":"x"}}}}');
    send('{"i":"1","t":4}');
    await expect.poll(() => signals.map(({ aborted }) => aborted)).toEqual([true]);
    await server[Symbol.asyncDispose]();
  });

  it("takes no more from a stream than its reader has room for", async () => {
    let produced = 0;
    const { server, client, writing } = setUp({
      search: async function* () {
        for (;;) {
          produced += 1;
          yield done;
        }
      },
    });
    const results = await client.history.search(search);
    writing.block();
    const before = produced;
    await expect(client.system.me({}, { signal: AbortSignal.timeout(50) })).rejects.toThrow();
    expect(produced - before).toBeLessThanOrEqual(2);
    writing.unblock();
    for (let count = 0; count < 20; count += 1) await results.next();
    expect(produced).toBeGreaterThanOrEqual(20);
    await results.return(undefined);
    await server[Symbol.asyncDispose]();
  });

  it("aborts streams when the link ends, and waits for them when it is disposed", async () => {
    const { server, client, signals } = setUp({ search: endless });
    const results = await client.history.search(search);
    const next = expect(results.next()).rejects.toMatchObject({ code: "LINK_CLOSED" });
    await expect.poll(() => signals.length).toBe(1);
    await server[Symbol.asyncDispose]();
    await next;
    expect(signals[0]?.aborted).toBe(true);
    expect(server.linkCount).toBe(0);
    await expect(client.system.me()).rejects.toMatchObject({ code: "LINK_CLOSED", details: { sent: false } });
  });

  it("refuses calls beyond its limit, and cuts off who asks on without reading", async () => {
    const { server, client, send, isClosed, writing } = setUp({ search: endless });
    const opened = [];
    for (let count = 0; count < 256; count += 1) opened.push(await client.history.search(search));
    await expect(client.system.me()).rejects.toMatchObject({ code: "RATE_LIMITED", retryable: true });
    await opened[0]?.return(undefined);
    await expect.poll(() => client.system.me().then(() => "answered", String)).toBe("answered");
    writing.block();
    for (let count = 0; count < 2000 && !isClosed(); count += 1) send(`{"i":"x${count}","p":{"u":"/system/me"}}`);
    expect(isClosed()).toBe(true);
    await server[Symbol.asyncDispose]();
  });

  it("tells a caller nothing of an unexpected failure but where it stands in the log", async () => {
    const secret = "/home/mei/.ssh/id_rsa could not be read";
    const { server, client, logged } = setUp({
      timeline: async () => {
        throw new TypeError(secret);
      },
    });
    const call = client.history.timeline({ id: "3f0c9a52-8f1d-4c5e-9d57-2a1b6f6e7c10" });
    const failure = await call.catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: "INTERNAL", status: 500 });
    expect(JSON.stringify(failure)).not.toContain("id_rsa");
    const [entry] = logged;
    expect(entry).toMatchObject({ correlationId: Reflect.get(Object(failure), "details").correlationId });
    expect(entry?.error).toMatchObject({ message: secret });
    await server[Symbol.asyncDispose]();
  });

  it("does the same for a failure in the middle of a stream", async () => {
    const { server, client, logged } = setUp({
      search: async function* () {
        yield done;
        throw new TypeError("broken");
      },
    });
    const results = await client.history.search(search);
    expect(await results.next()).toMatchObject({ value: done });
    await expect(results.next()).rejects.toMatchObject({ code: "INTERNAL" });
    expect(logged).toHaveLength(1);
    await server[Symbol.asyncDispose]();
  });
});

async function* endless(_request: unknown, signal?: AbortSignal): AsyncGenerator<SearchEvent> {
  const aborted = Promise.withResolvers<void>();
  signal?.addEventListener("abort", () => aborted.resolve());
  await aborted.promise;
}

function setUp(history: Partial<History>) {
  const signals: AbortSignal[] = [];
  const logged: LogContext[] = [];
  const tokens = { list: async () => [], create: fail, revoke: fail };
  const parts = createTestParts(tokens);
  const watched: History = {
    ...parts.sessions.history,
    ...history,
    search: (request, signal) => {
      if (signal) signals.push(signal);
      return (history.search ?? endless)(request, signal);
    },
  };
  const sessions: Sessions = { ...parts.sessions, history: watched };
  const log = {
    ...silentLog,
    child: ({ correlationId }: { correlationId?: string }) => ({
      ...silentLog,
      error: (_message: string, context?: LogContext) => void logged.push({ correlationId, ...context }),
    }),
  };
  const server = createLinkServer({
    handler: new StandardRPCHandler(
      createHandlers({ ...parts, sessions }),
      createCallPipeline({ log, metrics: createMetrics() }),
    ),
    openTerminals: sessions.openTerminals,
    linkFailed: (error) => {
      throw error;
    },
    linkEnded: () => {},
    linksChanged: () => {},
  });
  const { near, far, writing, isClosed } = createLinkPair();
  server.serve(far, admin);
  const send = (message: string) => near.send("rpc", message);
  return { server, client: createRpcClient(near), send, signals, logged, writing, isClosed };
}

async function fail(): Promise<never> {
  throw new Error("not used here");
}

/** Two ends in one process; the far one can be made to wait before it writes, as a socket does whose reader is slow. */
function createLinkPair() {
  const listeners = {
    near: new Map<LinkChannel, (message: string | Uint8Array) => void>(),
    far: new Map<LinkChannel, (message: string | Uint8Array) => void>(),
  };
  const closeListeners = new Set<() => void>();
  let closed = false;
  let blocked: PromiseWithResolvers<void> | null = null;
  const close = (): void => {
    if (closed) return;
    closed = true;
    blocked?.resolve();
    for (const listener of closeListeners) listener();
  };
  const end = (own: "near" | "far", other: "near" | "far"): Link => ({
    send: (channel, message) => {
      if (!closed) listeners[other].get(channel)?.(message);
    },
    onMessage: (channel, listener) => void listeners[own].set(channel, listener),
    onClose: (listener) => void closeListeners.add(listener),
    close,
  });
  const far: Link = { ...end("far", "near"), whenWritable: async () => await blocked?.promise };
  const writing = {
    block: () => {
      blocked = Promise.withResolvers<void>();
    },
    unblock: () => {
      blocked?.resolve();
      blocked = null;
    },
  };
  return { near: end("near", "far"), far, writing, isClosed: () => closed };
}
