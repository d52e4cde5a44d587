import { once } from "node:events";
import { createServer } from "node:net";
import { hostname } from "node:os";
import { connect } from "node:tls";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { createFakePhones, phoneId, proof, startPhoneHost } from "./phoneTestKit.ts";
import { startTestHost } from "./relayTestKit.ts";
import { send } from "./testClient.ts";

const socketPath = "/socket.io/?EIO=4&transport=websocket";
const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

describe("the listener for phones", () => {
  it("opens, moves and closes as the settings say, while everything runs, and tells so", async () => {
    const host = await startTestHost({ language: () => "zh-CN" });
    onTestFinished(() => host.dispose());
    expect(host.forPhones.status()).toEqual({ kind: "off" });
    const told: string[] = [];
    const aborted = new AbortController();
    const followed = (async () => {
      for await (const { kind } of host.forPhones.statusChanges(aborted.signal)) told.push(kind);
    })();
    host.configure({ enabled: true });
    const port = await host.phonePort();
    const ca = await host.authority();
    const status = host.forPhones.status();
    expect(status).toMatchObject({
      kind: "open",
      url: expect.stringMatching(new RegExp(`^https://quarterdeck-[a-z0-9]{5}\\.local:${port}$`)),
      addressUrls: [`https://127.0.0.1:${port}`],
      trustUrl: `http://127.0.0.1:${port}/trust`,
      certificate: { kind: "own-authority" },
      announcement: { kind: "failed", reason: "仅在本机监听" },
      connections: 0,
    });
    expect((await send(port, "/healthz", { ca })).status).toBe(200);

    const free = createServer().listen(0, "127.0.0.1");
    await once(free, "listening");
    const address = free.address();
    if (address === null || typeof address === "string") throw new Error("no port");
    free.close();
    await once(free, "close");
    host.configure({ port: address.port });
    await vi.waitFor(() => expect(host.forPhones.status()).toMatchObject({ kind: "open", port: address.port }));
    expect((await send(address.port, "/healthz", { ca })).status).toBe(200);
    await expect(send(port, "/healthz", { ca })).rejects.toThrow("ECONNREFUSED");

    host.configure({ enabled: false });
    await vi.waitFor(() => expect(host.forPhones.status()).toEqual({ kind: "off" }));
    await expect(send(address.port, "/healthz", { ca })).rejects.toThrow("ECONNREFUSED");
    expect((await send(host.port, "/healthz")).status).toBe(200);
    aborted.abort();
    await followed;
    expect(told.filter((kind, index) => kind !== told[index - 1])).toEqual([
      "off",
      "opening",
      "open",
      "opening",
      "open",
      "off",
    ]);
  });

  it("tells the network its name where the network reaches it, and takes a new name over", async () => {
    const announced: string[] = [];
    await using bench = await startPhoneHost({
      relay: { address: "", name: "deck" },
      announce: ({ name, port }) => {
        announced.push(`${name} ${port}`);
        return {
          status: () => ({ kind: "announced", name: `${name}.local` }),
          [Symbol.asyncDispose]: async () => void announced.push(`not ${name}`),
        };
      },
    });
    const { host, port } = bench;
    expect(host.forPhones.status()).toMatchObject({
      url: `https://deck.local:${port}`,
      announcement: { kind: "announced", name: "deck.local" },
    });
    expect((await bench.ask("/healthz", { headers: { host: `deck.local:${port}` } })).status).toBe(200);
    host.configure({ name: "bridge" });
    await vi.waitFor(() => expect(host.forPhones.status()).toMatchObject({ url: `https://bridge.local:${port}` }));
    expect(announced).toEqual([`deck ${port}`, "not deck", `bridge ${port}`]);
    expect((await bench.ask("/healthz", { headers: { host: `bridge.local:${port}` } })).status).toBe(200);
    expect((await bench.ask("/healthz", { headers: { host: `deck.local:${port}` } })).status).toBe(403);
  });

  it("says who holds its port, leaves this machine's listener alone, and opens by itself when it can", async () => {
    const holder = createServer().listen(0, "127.0.0.1");
    await once(holder, "listening");
    const address = holder.address();
    if (address === null || typeof address === "string") throw new Error("no port");
    const host = await startTestHost({ relay: { enabled: true, port: address.port }, language: () => "zh-CN" });
    onTestFinished(() => host.dispose());
    const status = host.forPhones.status();
    expect(status).toMatchObject({
      kind: "failed",
      code: "EADDRINUSE",
      userMessage: expect.stringMatching(new RegExp(`端口 ${address.port} .*relay\\.port`)),
      reason: expect.stringContaining(`process ${process.pid}`),
    });
    expect(host.phoneProblems.at(-1)).toMatch(/relay\.port/);
    expect((await send(host.port, "/healthz")).status).toBe(200);
    holder.close();
    await once(holder, "close");
    await vi.waitFor(() => expect(host.forPhones.status().kind).toBe("open"), { timeout: 10_000 });
    expect(host.phoneProblems.at(-1)).toBeNull();
  });

  it("ends up as the settings say last, however fast they change", async () => {
    const host = await startTestHost();
    onTestFinished(() => host.dispose());
    for (let count = 0; count < 41; count += 1) {
      host.configure({ enabled: count % 2 === 0 });
      // Now in the middle of opening, now of closing, now between the two.
      for (let turn = 0; turn < count % 7; turn += 1) await new Promise(setImmediate);
    }
    await vi.waitFor(() => expect(host.forPhones.status().kind).toBe("open"));
    host.configure({ enabled: false });
    await vi.waitFor(() => expect(host.forPhones.status().kind).toBe("off"));
    expect(host.phoneProblems.filter((problem) => problem !== null)).toEqual([]);
  });

  it("tries again at once when the settings change", async () => {
    const host = await startTestHost({ relay: { enabled: true, certificate: "/no/such/file.pem" } });
    onTestFinished(() => host.dispose());
    expect(host.forPhones.status()).toMatchObject({ kind: "failed", code: "CERTIFICATE_INVALID" });
    host.configure({ certificate: "" });
    await host.phonePort();
    expect(host.phoneProblems.at(-1)).toBeNull();
  });

  it("speaks TLS 1.2 and newer, tells browsers to stay with it, and answers without it only with the way there", async () => {
    await using bench = await startPhoneHost();
    const { port, ca, ask } = bench;
    const { headers } = await ask("/");
    expect(headers["strict-transport-security"]).toBe("max-age=31536000");
    expect(headers["content-security-policy"]).toContain("script-src 'self'");
    const local = await ask("/healthz", { headers: { host: `localhost:${port}` } });
    expect([local.status, local.headers["strict-transport-security"]]).toEqual([200, undefined]);
    const plain = await send(port, "/sessions?x=1");
    expect([plain.status, plain.headers.location]).toEqual([308, `https://127.0.0.1:${port}/sessions?x=1`]);
    expect((await send(port, "/trust")).status).toBe(200);
    expect((await ask("/trust/authority.pem")).text).toBe(ca);
    expect((await ask("/trust/nothing")).status).toBe(404);
    expect((await send(port, "/trust", { headers: { host: `evil.com:${port}` } })).status).toBe(403);
    const old = connect({ host: "127.0.0.1", port, ca, maxVersion: "TLSv1.1", minVersion: "TLSv1" });
    const [error]: Error[] = await once(old, "error");
    expect(String(error)).toMatch(/protocol|version|alert/i);
  });

  it("answers under its own names and addresses alone, with their scheme and port", async () => {
    await using bench = await startPhoneHost({ relay: { publicOrigins: ["https://deck.example.org"] } });
    const { port, ask, host } = bench;
    const status = host.forPhones.status();
    const name = status.kind === "open" ? new URL(status.url).hostname : "";
    const statusFor = async (headers: Record<string, string>) => (await ask("/healthz", { headers })).status;
    for (const own of [`${name}:${port}`, `127.0.0.1:${port}`, `${hostname()}:${port}`, `[::1]:${port}`]) {
      expect([own, await statusFor({ host: own })]).toEqual([own, 200]);
      expect([own, await statusFor({ host: own, origin: `https://${own}` })]).toEqual([own, 200]);
      expect([own, await statusFor({ host: own, origin: `http://${own}` })]).toEqual([own, 403]);
    }
    for (const publicHost of ["deck.example.org", "deck.example.org:443", "DECK.example.org"]) {
      expect([publicHost, await statusFor({ host: publicHost })]).toEqual([publicHost, 200]);
    }
    expect(await statusFor({ host: "deck.example.org", origin: "https://deck.example.org" })).toBe(200);
    const foreign = [
      `${name}.evil.com:${port}`,
      `x${name}:${port}`,
      name,
      `127.evil.com:${port}`,
      "deck.example.org.evil.com",
      "deck.example.org:8443",
      `deck.example.org:${port}`,
      `127.0.0.1:${host.port}`,
    ];
    for (const each of foreign) {
      expect([each, await statusFor({ host: each })]).toEqual([each, 403]);
      expect([each, await bench.upgrade(socketPath, { host: each })]).toEqual([each, 403]);
      expect([each, await bench.upgrade("/ws", { host: each })]).toEqual([each, 403]);
    }
    const own = { host: `127.0.0.1:${port}` };
    expect(await bench.upgrade(socketPath, { ...own, origin: `https://127.0.0.1:${port}` })).toBe(101);
    expect(await bench.upgrade(socketPath, { ...own, origin: "https://evil.com" })).toBe(403);
    expect(await bench.upgrade("/ws", { ...own, origin: `http://127.0.0.1:${host.port}` })).toBe(403);
  });

  it("opens for bearer tokens, and for nothing that belongs to this machine", async () => {
    await using bench = await startPhoneHost();
    const { host, ask } = bench;
    const { token } = await host.accounts.tokens.create("script", ["admin"]);
    expect((await ask("/api/v1/me", { headers: bearer(token) })).json).toMatchObject({ kind: "token" });
    const code = host.accounts.logins.createCode();
    expect((await bench.post("/auth/login", { code })).status).toBe(404);
    const login = await host.accounts.logins.redeem(code, "Test");
    const cookie = `quarterdeck_session_test=${login?.secret}`;
    expect((await ask("/api/v1/me", { headers: { cookie } })).status).toBe(401);
    expect((await send(host.port, "/api/v1/me", { headers: { cookie } })).status).toBe(200);
    expect((await bench.openSocket({}, { cookie })).code).toBe("UNAUTHENTICATED");
    for (const path of ["/auth/link", "/auth/logout", "/hook"]) {
      expect([path, (await bench.post(path, {}, bearer(token))).status]).toEqual([path, 404]);
    }
    expect((await ask("/auth/me", { headers: bearer(host.controlToken) })).status).toBe(401);
    expect((await bench.openSocket({ token: host.controlToken })).code).toBe("UNAUTHENTICATED");
    expect((await send(host.port, "/auth/me", { headers: bearer(host.controlToken) })).status).toBe(200);
    expect((await ask("/api/v1/openapi.json", { headers: bearer(token) })).json.servers[0].url).toMatch(/^https:/);
  });

  it("ends every connection that came in by it when it is turned off, and no other", async () => {
    const { phones, live } = createFakePhones();
    await using bench = await startPhoneHost({ phones });
    const { host } = bench;
    const { token } = await host.accounts.tokens.create("script", ["watch"]);
    const { socket } = await bench.openSocket({ phone: proof });
    expect([host.links.length, live]).toEqual([1, [`${phoneId} 127.0.0.1`]]);
    const ended = new Promise((resolve) => socket.once("disconnect", resolve));
    host.configure({ enabled: false });
    await ended;
    await vi.waitFor(() => expect([host.connectionCount, live]).toEqual([0, []]));
    expect((await send(host.port, "/api/v1/me", { headers: bearer(token) })).status).toBe(200);
  });
});
