import { afterEach, describe, expect, it, vi } from "vitest";
import { createRpcClient } from "#shared/link/rpcClient.ts";
import { encodeFrame, maximumInputBytes } from "#shared/terminal/frames.ts";
import { limitTyping } from "./limitedLink.ts";
import { createRateLimit } from "./limits/rateLimit.ts";
import { createFakePhones, proof, startPhoneHost } from "./phoneTestKit.ts";
import { startTestHost } from "./relayTestKit.ts";
import { openClient } from "./sessionProtocol/protocolTestKit.ts";
import { linkOver, openSocket, send, upgrade } from "./testClient.ts";

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
/** So little that nothing comes back while a test runs. */
const once = (capacity: number) => ({ capacity, perSecond: 0.01 });

describe("rates", () => {
  it("hold for every request and upgrade of an address, loopback and the page included", async () => {
    await using bench = await startPhoneHost({ rates: { requests: once(6) } });
    const { host } = bench;
    // Both listeners and both schemes count together.
    expect((await send(host.port, "/healthz")).status).toBe(200);
    expect((await send(host.port, "/api/v1/me")).status).toBe(401);
    expect((await send(host.port, "/no/such/page")).status).toBe(404);
    expect((await bench.ask("/healthz")).status).toBe(200);
    expect((await send(bench.port, "/trust")).status).toBe(200);
    expect(await upgrade(host.port, "/ws", { host: `127.0.0.1:${host.port}` })).toBe(101);
    const limited = await send(host.port, "/healthz");
    expect([limited.status, limited.json.code, limited.json.details]).toEqual([429, "RATE_LIMITED", { limit: 1 }]);
    expect(limited.json.retryAfterMs).toBeGreaterThan(90_000);
    expect(limited.json.retryAfterMs).toBeLessThanOrEqual(100_000);
    expect(Number(limited.headers["retry-after"])).toBe(Math.ceil(limited.json.retryAfterMs / 1000));
    for (const path of ["/", "/api/v1/me", "/hook", "/auth/login", "/metrics", "/api/docs"]) {
      expect([path, (await send(host.port, path)).status]).toEqual([path, 429]);
    }
    expect((await bench.ask("/")).status).toBe(429);
    expect((await send(bench.port, "/trust")).status).toBe(429);
    expect(await upgrade(host.port, "/ws", { host: `127.0.0.1:${host.port}` })).toBe(429);
    expect(await upgrade(host.port, "/socket.io/", { host: `127.0.0.1:${host.port}` })).toBe(429);
  });

  it("let no foreign page use up what belongs to this machine's own browser", async () => {
    const host = await startTestHost({ rates: { requests: once(5) } });
    const foreign = () => send(host.port, "/healthz", { headers: { origin: "https://evil.com" } });
    for (let count = 0; count < 5; count += 1) expect((await foreign()).status).toBe(403);
    expect((await foreign()).status).toBe(429);
    expect((await send(host.port, "/healthz")).status).toBe(200);
    await host.dispose();
  });

  it("count a credential's calls together, over its links and over REST, and nobody else's with them", async () => {
    const { phones } = createFakePhones();
    await using bench = await startPhoneHost({ phones, rates: { calls: once(4) } });
    const { host } = bench;
    const { token } = await host.accounts.tokens.create("script", ["admin"]);
    const link = async (port: number, auth: object, ca?: string) =>
      createRpcClient(linkOver((await openSocket(port, auth, {}, ca)).socket));
    const [here, there] = [await link(host.port, { token }), await link(bench.port, { token }, bench.ca)];
    await here.system.me();
    await there.system.me();
    expect((await bench.ask("/api/v1/me", { headers: bearer(token) })).status).toBe(200);
    expect((await send(host.port, "/api/v1/me", { headers: bearer(token) })).status).toBe(200);
    const limited = { code: "RATE_LIMITED", retryAfterMs: expect.any(Number), details: { limit: 1 } };
    await expect(here.system.me()).rejects.toMatchObject(limited);
    await expect(there.sessions.list()).rejects.toMatchObject(limited);
    expect((await send(host.port, "/api/v1/sessions", { headers: bearer(token) })).json).toMatchObject(limited);
    const phone = await link(bench.port, { phone: proof }, bench.ca);
    expect((await phone.system.me()).kind).toBe("phone");
  });

  it("bound what is sent in bytes, in calls and bodies as in keys", async () => {
    const host = await startTestHost({ rates: { bytes: { capacity: 20_000, perSecond: 10_000 } } });
    const { token } = await host.accounts.tokens.create("script", ["admin"]);
    const client = createRpcClient(linkOver((await openSocket(host.port, { token })).socket));
    const text = "x".repeat(15_000);
    const id = "3f0c9a52-8f1d-4c5e-9d57-2a1b6f6e7c10";
    await expect(client.sessions.sendInput({ id, text })).rejects.toMatchObject({ code: "SESSION_NOT_FOUND" });
    const refused = await client.sessions.sendInput({ id, text }).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: "RATE_LIMITED" });
    const retryAfterMs = refused instanceof Error && "retryAfterMs" in refused ? Number(refused.retryAfterMs) : 0;
    expect(retryAfterMs).toBeGreaterThan(700);
    expect(retryAfterMs).toBeLessThanOrEqual(1100);
    const rest = await send(host.port, `/api/v1/sessions/${id}/input`, {
      method: "POST",
      headers: { ...bearer(token), "content-type": "application/json" },
      body: JSON.stringify({ text }),
    });
    expect(rest.json).toMatchObject({ code: "RATE_LIMITED", retryAfterMs: expect.any(Number) });
    await host.dispose();
  });

  it("allow the plain JSON protocol sixty control messages a minute, broken ones included, and typing beside them", async () => {
    const host = await startTestHost();
    const { token } = await host.accounts.tokens.create("script", ["admin"]);
    const client = await openClient(host.port);
    await client.ask({ type: "authenticate", token }, "auth_success");
    const kinds = [{ type: "ping" }, "{", { type: "fly" }, { type: "list_sessions" }];
    for (let count = 0; count < 60; count += 1) client.send(kinds[count % 4] ?? "");
    await vi.waitFor(() => expect(client.received).toHaveLength(60));
    expect(JSON.stringify(client.received)).not.toContain("RATE_LIMITED");
    client.received.length = 0;
    for (const kind of kinds) {
      const limited = await client.ask(kind, "error");
      expect(limited).toMatchObject({ code: 429, error_name: "RATE_LIMITED", limit: 60 });
      expect(limited.message).toBe("Rate limit exceeded: 60 requests");
      expect(limited.retry_after_ms).toBeGreaterThan(0);
      expect(limited.retry_after_ms).toBeLessThanOrEqual(1000);
    }
    const session_id = "3f0c9a52-8f1d-4c5e-9d57-2a1b6f6e7c10";
    const typed = await client.ask({ type: "send_input", session_id, input: "x" }, "error");
    expect(typed.error_name).toBe("SESSION_NOT_FOUND");
    // Another connection of the same token is the same client.
    const again = await openClient(host.port);
    await again.ask({ type: "authenticate", token }, "auth_success");
    expect(await again.ask({ type: "list_sessions" }, "error")).toMatchObject({ error_name: "RATE_LIMITED" });
    for (const { socket } of [client, again]) socket.close();
    await host.dispose();
  });

  it("bound what is typed over the plain JSON protocol in bytes", async () => {
    const host = await startTestHost({ rates: { bytes: { capacity: 100_000, perSecond: 10_000 } } });
    const { token } = await host.accounts.tokens.create("script", ["admin"]);
    const client = await openClient(host.port);
    await client.ask({ type: "authenticate", token }, "auth_success");
    const session_id = "3f0c9a52-8f1d-4c5e-9d57-2a1b6f6e7c10";
    const input = { type: "send_input", session_id, input: "x".repeat(60_000) };
    expect((await client.ask(input, "error")).error_name).toBe("SESSION_NOT_FOUND");
    const limited = await client.ask(input, "error");
    expect(limited).toMatchObject({ error_name: "RATE_LIMITED", session_id });
    expect(limited.retry_after_ms).toBeGreaterThan(1500);
    expect(limited.retry_after_ms).toBeLessThanOrEqual(2100);
    client.socket.close();
    await host.dispose();
  });
});

describe("typing over a link", () => {
  afterEach(() => {
    vi.useRealTimers();
  });

  function typeInto(bytes: { capacity: number; perSecond: number }) {
    vi.useFakeTimers({ now: 0 });
    let hear: (message: string | Uint8Array) => void = () => {};
    const close = vi.fn();
    let ended: () => void = () => {};
    const link = limitTyping(
      {
        send: () => {},
        onMessage: (channel, listener) => {
          if (channel === "terminal") hear = listener;
        },
        onClose: (listener) => {
          ended = listener;
        },
        close,
      },
      "somebody",
      createRateLimit(bytes, { now: () => Date.now() }),
    );
    const typed: (string | Uint8Array)[] = [];
    link.onMessage("terminal", (message) => typed.push(message));
    return { typed, close, say: (message: string | Uint8Array) => hear(message), end: () => ended() };
  }
  const keys = (sequence: number, size: number) =>
    encodeFrame({ kind: "input", stream: 1, sequence, bytes: new Uint8Array(size) });

  it("takes a large paste at once and the rest of a larger one in its order, whole, at the rate", () => {
    const { typed, say, close } = typeInto({ capacity: 1_048_576, perSecond: 65_536 });
    const frames = Array.from({ length: 32 }, (_, index) => keys(index, maximumInputBytes));
    for (const frame of frames) say(frame);
    expect(typed).toHaveLength(15);
    vi.advanceTimersByTime(5_000);
    expect(typed).toHaveLength(20);
    vi.advanceTimersByTime(60_000);
    expect(typed).toEqual(frames);
    expect(close).not.toHaveBeenCalled();
  });

  it("holds up nothing else, and a thousand single keys a second are more than a person types", () => {
    const { typed, say } = typeInto({ capacity: 64_000, perSecond: 64_000 });
    for (let key = 0; key < 1001; key += 1) say(keys(key, 1));
    const resize = encodeFrame({ kind: "resize", stream: 1, columns: 80, rows: 24 });
    say(resize);
    // 14 bytes each, counted as 64.
    expect(typed).toHaveLength(1001);
    expect(typed.at(-1)).toBe(resize);
    vi.advanceTimersByTime(10);
    expect(typed).toHaveLength(1002);
  });

  it("closes the link of who sends without end, and types nothing after the end", () => {
    const { typed, say, close, end } = typeInto({ capacity: maximumInputBytes * 2, perSecond: 65_536 });
    for (let index = 0; index < 127; index += 1) say(keys(index, maximumInputBytes));
    expect(close).not.toHaveBeenCalled();
    for (let index = 0; index < 3; index += 1) say(keys(index, maximumInputBytes));
    expect(close).toHaveBeenCalled();
    const before = typed.length;
    end();
    vi.advanceTimersByTime(60_000);
    expect(typed).toHaveLength(before);
  });
});
