import { describe, expect, it, vi } from "vitest";
import { createFakePhones, proof, startPhoneHost } from "./phoneTestKit.ts";
import { openClient } from "./sessionProtocol/protocolTestKit.ts";
import { openSocket, send, upgrade } from "./testClient.ts";

const socketPath = "/socket.io/?EIO=4&transport=websocket";
const proxied = { trustedProxies: ["127.0.0.1"], publicOrigins: ["https://deck.example.org"] };
const from = (address: string, more: Record<string, string> = {}) => ({ "x-forwarded-for": address, ...more });

describe("the block list", () => {
  it("turns away at the socket, before a byte is read, whoever connects from there", async () => {
    await using bench = await startPhoneHost({ relay: { blockedAddresses: ["127.0.0.0/8"] } });
    await expect(bench.ask("/healthz")).rejects.toThrow(/ECONNRESET|socket/);
    await expect(send(bench.port, "/trust")).rejects.toThrow(/ECONNRESET|socket/);
    // Nobody locks himself out of his own machine.
    expect((await send(bench.host.port, "/healthz")).status).toBe(200);
    bench.host.configure({ blockedAddresses: [] });
    expect((await bench.ask("/healthz")).status).toBe(200);
  });

  it("holds for who comes through a proxy, on both listeners and at upgrades, before a credential is looked at", async () => {
    await using bench = await startPhoneHost({
      relay: { ...proxied, blockedAddresses: ["203.0.113.0/24", "2001:db8::/32"] },
    });
    const { host, ask } = bench;
    const { token } = await host.accounts.tokens.create("script", ["admin"]);
    const authorization = `Bearer ${token}`;
    for (const address of ["203.0.113.7", "::ffff:203.0.113.7", "2001:db8::1"]) {
      const headers = from(address, { authorization });
      const refused = await ask("/api/v1/me", { headers });
      expect([address, refused.status, refused.json.code]).toEqual([address, 403, "BLOCKED"]);
      expect((await send(host.port, "/api/v1/me", { headers })).json.code).toBe("BLOCKED");
      const own = { host: `127.0.0.1:${bench.port}` };
      expect(await bench.upgrade("/ws", { ...own, ...from(address) })).toBe(403);
      expect(await bench.upgrade(socketPath, { ...own, ...from(address) })).toBe(403);
      expect(await upgrade(host.port, "/ws", { host: `127.0.0.1:${host.port}`, ...from(address) })).toBe(403);
    }
    expect((await ask("/api/v1/me", { headers: from("198.51.100.1", { authorization }) })).status).toBe(200);
  });

  it("ends live connections from there at once when it changes, and no others", async () => {
    const { phones, live } = createFakePhones();
    await using bench = await startPhoneHost({ phones, relay: proxied });
    const { host } = bench;
    const { token } = await host.accounts.tokens.create("script", ["watch"]);
    const phone = await bench.openSocket({ phone: proof }, from("203.0.113.7"));
    const other = await bench.openSocket({ token }, from("198.51.100.1"));
    const plain = await openClient(bench.port, from("203.0.113.8"), bench.ca);
    await plain.ask({ type: "authenticate", token }, "auth_success");
    const here = await openSocket(host.port, { token });
    expect(live).toEqual(["3f0c9a52-8f1d-4c5e-9d57-2a1b6f6e7c10 203.0.113.7"]);
    host.configure({ blockedAddresses: ["203.0.113.0/24"] });
    await vi.waitFor(() => expect(phone.socket.connected).toBe(false));
    expect(await plain.closed).toEqual({ code: 1008, reason: "This address is blocked" });
    expect([other.socket.connected, here.socket.connected, live]).toEqual([true, true, []]);
    for (const { socket } of [other, here]) socket.disconnect();
  });
});

describe("behind a proxy", () => {
  it("is reached under its public address over both listeners, with a cookie that stays in HTTPS", async () => {
    await using bench = await startPhoneHost({ relay: proxied });
    const { host, ask } = bench;
    const outside = { host: "deck.example.org", origin: "https://deck.example.org", ...from("198.51.100.1") };
    expect((await ask("/healthz", { headers: outside })).status).toBe(200);
    const secure = { ...outside, "x-forwarded-proto": "https" };
    const { status, headers } = await send(host.port, "/healthz", { headers: secure });
    expect([status, headers["strict-transport-security"]]).toEqual([200, "max-age=31536000"]);
    const login = await send(host.port, "/auth/login", {
      method: "POST",
      headers: { ...secure, "content-type": "application/json" },
      body: JSON.stringify({ code: host.accounts.logins.createCode() }),
    });
    expect(login.headers["set-cookie"]?.[0]).toMatch(/; Secure$/);
    // Without encryption on the way to the proxy it is another origin.
    expect((await send(host.port, "/healthz", { headers: outside })).status).toBe(403);
    expect(
      (await send(host.port, "/healthz", { headers: { ...secure, origin: "http://deck.example.org" } })).status,
    ).toBe(403);
    expect(
      (await send(host.port, "/healthz", { headers: { ...secure, host: "deck.example.org.evil.com" } })).status,
    ).toBe(403);
  });

  it("counts failures of those behind it one by one, and believes nobody else's word", async () => {
    await using bench = await startPhoneHost({ relay: proxied });
    const { ask, host } = bench;
    const guess = (headers: Record<string, string>) =>
      ask("/api/v1/me", { headers: { authorization: "Bearer qd_wrong", ...headers } });
    for (let count = 0; count < 30; count += 1) await guess(from("198.51.100.1"));
    expect((await guess(from("198.51.100.1"))).status).toBe(429);
    expect((await guess(from("198.51.100.2"))).status).toBe(401);
    host.configure({ trustedProxies: [] });
    for (let count = 0; count < 30; count += 1) await guess(from(`198.51.100.${count + 10}`));
    expect((await guess(from("198.51.100.99"))).status).toBe(429);
  });
});
