import { once } from "node:events";
import { describe, expect, it, vi } from "vitest";
import { AppError } from "#shared/errors/appError.ts";
import { createRpcClient } from "#shared/link/rpcClient.ts";
import { begin, createFakePhones, phoneId, proof, startPhoneHost } from "./phoneTestKit.ts";
import { linkOver, openSocket, send } from "./testClient.ts";

const json = { "content-type": "application/json" };
const begun = { request: "r1", serverKey: begin.publicKey, serverNonce: begin.commitment, expiresAt: 1 };

describe("pairing and challenges", () => {
  it("reach the phones with what the request itself tells, on the listener for phones alone", async () => {
    const asked: unknown[] = [];
    const { phones } = createFakePhones({
      begin: async (request, from) => {
        asked.push(request, from);
        return begun;
      },
      reveal: async () => ({ words: [1, 2, 3, 4] }),
      wait: async () => ({ kind: "waiting" }),
      challenge: async () => ({ nonce: proof.nonce, signature: proof.signature }),
    });
    await using bench = await startPhoneHost({ phones });
    const { post, host } = bench;
    const agent = { "user-agent": "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0) Version/18.0 Mobile Safari/604.1" };
    expect((await post("/auth/pairing/begin", { ...begin, scopes: ["admin"] }, agent)).json).toEqual(begun);
    expect(asked).toEqual([begin, { address: "127.0.0.1", label: "Safari on iOS" }]);
    const reveal = { request: "r1", nonce: proof.nonce };
    expect((await post("/auth/pairing/reveal", reveal)).json).toEqual({ words: [1, 2, 3, 4] });
    expect((await post("/auth/pairing/wait", { request: "r1" })).json).toEqual({ kind: "waiting" });
    const challenge = { phone: phoneId, nonce: proof.nonce };
    expect((await post("/auth/phone/challenge", challenge)).json).toEqual({
      nonce: proof.nonce,
      signature: proof.signature,
    });
    for (const path of ["pairing/begin", "pairing/reveal", "pairing/wait", "phone/challenge"]) {
      const local = await send(host.port, `/auth/${path}`, { method: "POST", headers: json, body: "{}" });
      expect([path, local.status, local.json.code]).toEqual([path, 404, "UNKNOWN_CALL"]);
    }
  });

  it("answer with the phones' own refusals, and name wrong fields without their values", async () => {
    const { phones } = createFakePhones({
      begin: async () => {
        throw new AppError("PAIRING_CODE_WRONG", { details: { left: 4 } });
      },
    });
    await using bench = await startPhoneHost({ phones });
    const wrong = await bench.post("/auth/pairing/begin", begin);
    expect([wrong.status, wrong.json.code, wrong.headers["cache-control"]]).toEqual([
      403,
      "PAIRING_CODE_WRONG",
      "no-store",
    ]);
    const secret = "x".repeat(65);
    const malformed = await bench.post("/auth/pairing/begin", { ...begin, proof: { kind: "secret", secret } });
    expect([malformed.status, malformed.json.code]).toEqual([422, "VALIDATION"]);
    expect(malformed.text).toContain("proof.secret");
    expect(malformed.text).not.toContain(secret);
    expect((await bench.post("/auth/pairing/begin", "{")).json.code).toBe("INVALID_JSON");
    const large = await bench.post("/auth/pairing/begin", { ...begin, padding: "x".repeat(5000) });
    expect([large.status, large.json.code]).toEqual([422, "VALIDATION"]);
  });

  it("waiting ends with the request", async () => {
    const waits: AbortSignal[] = [];
    const { phones } = createFakePhones({
      wait: async (_request, signal) => {
        waits.push(signal);
        await once(signal, "abort");
        throw signal.reason;
      },
    });
    await using bench = await startPhoneHost({ phones });
    const gone = new AbortController();
    const request = send(bench.port, "/auth/pairing/wait", {
      method: "POST",
      headers: json,
      body: '{"request":"r1"}',
      ca: bench.ca,
      signal: gone.signal,
    });
    await vi.waitFor(() => expect(waits).toHaveLength(1));
    expect(waits[0]?.aborted).toBe(false);
    gone.abort();
    await expect(request).rejects.toThrow();
    await vi.waitFor(() => expect(waits[0]?.aborted).toBe(true));
    expect(bench.host.unexpected).toEqual([]);
  });

  it("are limited by address far below everything else, whatever they ask, and say how long to wait", async () => {
    let asked = 0;
    const { phones } = createFakePhones({
      wait: async () => {
        asked += 1;
        return { kind: "waiting" };
      },
    });
    await using bench = await startPhoneHost({ phones });
    const paths = ["/auth/pairing/begin", "/auth/pairing/reveal", "/auth/pairing/wait"];
    for (let count = 0; count < 20; count += 1) await bench.post(paths[count % 3] ?? "", { request: "r1" });
    expect(asked).toBe(6);
    for (const path of paths) {
      const limited = await bench.post(path, { request: "r1" });
      expect([limited.status, limited.json.code]).toEqual([429, "RATE_LIMITED"]);
      expect(limited.json.retryAfterMs).toBeGreaterThan(1000);
      expect(limited.json.retryAfterMs).toBeLessThanOrEqual(3000);
      expect(Number(limited.headers["retry-after"])).toBe(Math.ceil(limited.json.retryAfterMs / 1000));
    }
    expect((await bench.post("/auth/phone/challenge", {})).json.code).toBe("VALIDATION");
    expect((await bench.ask("/healthz")).status).toBe(200);
  });
});

describe("a phone's link", () => {
  it("opens with its proof, has what the server granted, and counts as its connection", async () => {
    const { phones, live } = createFakePhones();
    await using bench = await startPhoneHost({ phones });
    const { socket } = await bench.openSocket({ phone: { ...proof, scopes: ["admin"] } });
    const client = createRpcClient(linkOver(socket));
    expect(await client.system.me()).toEqual({ label: "Mei's phone", kind: "phone", scopes: ["watch"] });
    await expect(client.tokens.list()).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(live).toEqual([`${phoneId} 127.0.0.1`]);
    const here = await openSocket(bench.host.port, { token: bench.host.controlToken });
    expect(bench.host.forPhones.status()).toMatchObject({ connections: 1 });
    here.socket.disconnect();
    const told = bench.host.forPhones.statusChanges()[Symbol.asyncIterator]();
    await told.next();
    socket.disconnect();
    expect((await told.next()).value).toMatchObject({ connections: 0 });
    await vi.waitFor(() => expect(live).toEqual([]));
  });

  it("needs a proof that is right, and not one beside a token", async () => {
    const { phones } = createFakePhones();
    await using bench = await startPhoneHost({ phones });
    const { token } = await bench.host.accounts.tokens.create("script", ["admin"]);
    const wrong = { ...proof, signature: proof.signature.replace("A", "B") };
    for (const auth of [{ phone: wrong }, { phone: phoneId }, { phone: { phone: phoneId } }, { phone: proof, token }]) {
      const { socket, code } = await bench.openSocket(auth);
      expect([auth, code]).toEqual([auth, "UNAUTHENTICATED"]);
      socket.disconnect();
    }
    // This machine's own listener has logins for that.
    expect((await openSocket(bench.host.port, { phone: proof })).code).toBe("UNAUTHENTICATED");
    expect(bench.host.links).toHaveLength(0);
  });

  it("ends at once when what the phone may do changes, and comes back with that", async () => {
    const { phones, change } = createFakePhones();
    await using bench = await startPhoneHost({ phones });
    const { socket } = await bench.openSocket({ phone: proof });
    const ended = new Promise((resolve) => socket.once("disconnect", resolve));
    change("another phone");
    change(phoneId);
    await ended;
    const again = await bench.openSocket({ phone: proof });
    expect(again.code).toBeNull();
    again.socket.disconnect();
  });

  it("ends at once when that changes between the proof and its first message", async () => {
    const { phones, change } = createFakePhones();
    const { authenticate } = phones.door;
    phones.door.authenticate = async (given) => {
      const caller = await authenticate(given);
      change(phoneId);
      return caller;
    };
    await using bench = await startPhoneHost({ phones });
    const { socket } = await bench.openSocket({ phone: proof });
    await vi.waitFor(() => expect(socket.connected).toBe(false));
    expect(bench.host.connectionCount).toBe(0);
  });

  it("is refused where the phone has as many connections as it may, and gives its place back", async () => {
    const { phones } = createFakePhones();
    phones.connected = () => {
      throw new AppError("TOO_MANY_CONNECTIONS", { details: { current: 4, limit: 4 } });
    };
    await using bench = await startPhoneHost({ phones });
    expect((await bench.openSocket({ phone: proof })).code).toBe("TOO_MANY_CONNECTIONS");
    expect(bench.host.connectionCount).toBe(0);
  });

  it("shares the one limit on connections with this machine's listener, asked at each take", async () => {
    await using bench = await startPhoneHost({ relay: { maximumConnections: 2 } });
    const { host } = bench;
    const { token } = await host.accounts.tokens.create("script", ["watch"]);
    const opened = [await bench.openSocket({ token }), await openSocket(host.port, { token })];
    expect(opened.map(({ code }) => code)).toEqual([null, null]);
    expect((await bench.openSocket({ token })).code).toBe("TOO_MANY_CONNECTIONS");
    expect((await openSocket(host.port, { token })).code).toBe("TOO_MANY_CONNECTIONS");
    host.configure({ maximumConnections: 3 });
    expect((await bench.openSocket({ token })).code).toBeNull();
  });
});
