import { once } from "node:events";
import type { IncomingHttpHeaders } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { SearchEvent } from "#shared/contract/history.ts";
import { maximumRpcMessageLength, maximumSocketMessageBytes } from "#shared/link/limits.ts";
import { createRpcClient } from "#shared/link/rpcClient.ts";
import { openSocketLink } from "../commandLine/socketLink.ts";
import { createTestParts } from "../core/testParts.ts";
import { startTestHost, type TestHost } from "./relayTestKit.ts";
import { openRawSession, openRawSocket, openSocket, send, upgrade } from "./testClient.ts";

const socketPath = "/socket.io/?EIO=4&transport=websocket";

describe("sockets", () => {
  let host: TestHost;
  let admin: string;

  beforeAll(async () => {
    host = await startTestHost();
    admin = (await host.accounts.tokens.create("admin", ["admin"])).token;
  });
  afterAll(() => host.dispose());

  const clientWith = async (token: string) => {
    const link = await openSocketLink({ url: host.url, token });
    return { link, client: createRpcClient(link) };
  };

  it("refuses an upgrade that is meant for another host, comes from another page or asks for another path", async () => {
    const own = { host: `127.0.0.1:${host.port}`, origin: `http://127.0.0.1:${host.port}` };
    const evil = `evil.com:${host.port}`;
    expect(await upgrade(host.port, socketPath, own)).toBe(101);
    expect(await upgrade(host.port, socketPath, { ...own, origin: "http://evil.com" })).toBe(403);
    expect(await upgrade(host.port, socketPath, { ...own, host: `127.evil.com:${host.port}` })).toBe(403);
    expect(await upgrade(host.port, socketPath, { host: evil, origin: `http://${evil}` })).toBe(403);
    expect(await upgrade(host.port, "/", { ...own, origin: "http://evil.com" })).toBe(403);
    expect(await upgrade(host.port, "/ws/dashboard", own)).toBe(404);
  });

  it("lets nobody in without a credential, whatever is declared", async () => {
    for (const auth of [
      {},
      { token: "qd_wrong" },
      { token: { not: "" }, scopes: ["admin"] },
      { caller: { kind: "desktop", scopes: ["admin"] } },
    ]) {
      const { socket, code } = await openSocket(host.port, auth);
      expect([auth, code]).toEqual([auth, "UNAUTHENTICATED"]);
      socket.disconnect();
    }
    expect(host.links).toHaveLength(0);
  });

  it("hears no event before authentication, and cuts off who sends more than a handshake", async () => {
    const socket = await openRawSocket(host.port);
    socket.send('42["rpc","{}"]');
    for (let sent = 0; sent < 3; sent += 1) socket.send(`4${"x".repeat(30_000)}`);
    await once(socket, "close");
    expect(host.links).toHaveLength(0);
  });

  it("gives a token over the socket its own permissions alone", async () => {
    const watcher = await host.accounts.tokens.create("watcher", ["watch"]);
    const { client, link } = await clientWith(watcher.token);
    expect(await client.system.me()).toEqual({ label: "watcher", kind: "token", scopes: ["watch"] });
    const declared: { name: string; scopes: "admin"[] } = Object.assign(
      { name: "mine", scopes: ["admin" as const] },
      { caller: { scopes: ["admin"] } },
    );
    await expect(client.tokens.create(declared)).rejects.toMatchObject({
      code: "FORBIDDEN",
      details: { scope: "admin" },
    });
    await expect(client.sessions.stop({ id: "3f0c9a52-8f1d-4c5e-9d57-2a1b6f6e7c10" })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    link.close();
  });

  it("ends a token's sockets and streams at once when it is revoked, and nobody else's", async () => {
    const { id, token } = await host.accounts.tokens.create("short", ["watch"]);
    const short = await clientWith(token);
    const other = await clientWith(admin);
    const changes = await short.client.sessions.changes();
    expect(await changes.next()).toMatchObject({ value: { kind: "snapshot" } });
    const ended = expect(changes.next()).rejects.toMatchObject({ code: "LINK_CLOSED" });
    const request = send(host.port, "/api/v1/sessions/changes", { headers: { authorization: `Bearer ${token}` } });
    const cut = expect(request).rejects.toThrow();
    await expect.poll(() => host.endedCalls.filter(({ call }) => call === "sessions.changes").length).toBe(2);
    await other.client.tokens.revoke({ id });
    await ended;
    await cut;
    expect((await openSocket(host.port, { token })).code).toBe("UNAUTHENTICATED");
    expect((await other.client.system.me()).scopes).toEqual(["admin"]);
    await expect(other.client.tokens.revoke({ id })).rejects.toMatchObject({ code: "VALIDATION" });
    other.link.close();
  });

  it("answers unreadable calls with what is wrong, and cuts off who goes on", async () => {
    const socket = await openRawSession(host.port, admin);
    const answers: string[] = [];
    socket.on("message", (data) => answers.push(String(data)));
    const say = async (event: string) => {
      const count = answers.length;
      socket.send(event);
      await expect.poll(() => answers.length).toBe(count + 1);
      return JSON.parse(JSON.parse(answers[count]?.slice(2) ?? "")[1]);
    };
    const rpc = (message: string) => `42${JSON.stringify(["rpc", message])}`;
    expect((await say(rpc("{"))).p.b.json.code).toBe("INVALID_JSON");
    expect(await say(rpc('{"i":"7","p":{"u":5}}'))).toMatchObject({
      i: "7",
      p: { s: 400, b: { json: { code: "INVALID_FRAME" } } },
    });
    expect((await say(rpc('{"i":"8","p":{"u":"http://evil.com/"}}'))).p.b.json.code).toBe("INVALID_FRAME");
    expect((await say(rpc('{"i":"9","t":3,"p":{}}'))).p.b.json.code).toBe("INVALID_FRAME");
    expect((await say(rpc("null"))).p.b.json.code).toBe("INVALID_FRAME");
    const large = `{"i":"12","p":{"u":"/system/me","b":"${"x".repeat(maximumRpcMessageLength)}"}}`;
    expect(await say(rpc(large))).toMatchObject({ i: "12", p: { s: 422, b: { json: { code: "VALIDATION" } } } });
    expect(await say(rpc('{"i":"13","p":{"u":"/no/such"}}'))).toMatchObject({
      i: "13",
      p: { s: 404, b: { json: { code: "UNKNOWN_CALL" } } },
    });
    expect((await say(rpc('{"i":"14","p":{"u":"/__proto__/constructor"}}'))).p.b.json.code).toBe("UNKNOWN_CALL");
    expect(await say(rpc('{"i":"15","p":{"u":"/sessions/get","b":{"json":{"id":"../x"}}}}'))).toMatchObject({
      p: { s: 422, b: { json: { code: "VALIDATION", data: { details: { problems: [{ path: "id" }] } } } } },
    });
    for (let more = 0; more < 10; more += 1) socket.send(rpc("{"));
    await once(socket, "close");
    expect(host.unexpected).toEqual([]);
  });

  it("ends a connection that sends one enormous message, a broken packet or invalid UTF-8, and serves the others on", async () => {
    const { client, link } = await clientWith(admin);
    const enormous = await openRawSession(host.port, admin);
    enormous.on("error", () => {});
    enormous.send(`42["rpc","${"x".repeat(maximumSocketMessageBytes)}"]`);
    await once(enormous, "close");
    const broken = await openRawSession(host.port, admin);
    broken.send("42{{{{");
    await once(broken, "close");
    const invalid = await openRawSession(host.port, admin);
    invalid.on("error", () => {});
    invalid.send(Buffer.from([0x34, 0x32, 0xff, 0xfe]), { binary: false });
    await once(invalid, "close");
    const object = await openRawSession(host.port, admin);
    object.send('42["rpc",{"a":1}]');
    await once(object, "close");
    expect((await client.system.me()).label).toBe("admin");
    link.close();
  });

  it("refuses a call that is too large before it is sent", async () => {
    const { client, link } = await clientWith(admin);
    const call = client.history.search({ query: "y".repeat(maximumRpcMessageLength) });
    await expect(call).rejects.toMatchObject({ code: "VALIDATION" });
    expect((await client.system.me()).label).toBe("admin");
    link.close();
  });
});

describe("a reader that stalls", () => {
  it("stops the stream it reads instead of piling it up, and gets the rest when it reads on", async () => {
    let produced = 0;
    const event = largeEvent();
    const host = await startTestHost({
      sessions: {
        history: {
          ...createTestParts(unusedTokens).sessions.history,
          search: async function* () {
            for (; produced < 2000; produced += 1) yield event;
          },
        },
      },
    });
    const { token } = await host.accounts.tokens.create("admin", ["admin"]);
    const socket = await openRawSession(host.port, token);
    let received = 0;
    socket.on("message", (data) => {
      if (String(data).includes("matches")) received += 1;
    });
    socket.send(
      '42["rpc","{\\"i\\":\\"1\\",\\"p\\":{\\"u\\":\\"/history/search\\",\\"b\\":{\\"json\\":{\\"query\\":\\"x\\"}}}}"]',
    );
    await expect.poll(() => received).toBeGreaterThan(0);
    socket.pause();
    // The kernel takes some megabytes; once they are full, nothing more is made, however long the reader sleeps.
    let before = -1;
    const hasStopped = () => {
      const isSame = produced === before;
      before = produced;
      return isSame;
    };
    await expect.poll(hasStopped, { interval: 100 }).toBe(true);
    expect(produced).toBeLessThan(500);
    socket.resume();
    await expect.poll(() => received, { timeout: 15_000 }).toBe(2000);
    socket.terminate();
    await host.dispose();
  });
});

/** 64 KB on the wire; two thousand of them would be 128 MB. */
function largeEvent(): SearchEvent {
  const match = {
    session: "3f0c9a52-8f1d-4c5e-9d57-2a1b6f6e7c10",
    offset: 0,
    time: 0,
    start: 0,
    length: 1,
    before: [],
    after: [],
  };
  return { kind: "matches", matches: [{ ...match, text: "x".repeat(65_536) }] };
}

const unusedTokens = {
  list: async () => [],
  create: () => Promise.reject(new Error("not used here")),
  revoke: () => Promise.reject(new Error("not used here")),
};

describe("a login", () => {
  let host: TestHost;
  const cookieOf = (headers: IncomingHttpHeaders) => headers["set-cookie"]?.[0]?.split(";")[0] ?? "";
  const login = (code: string) =>
    send(host.port, "/auth/login", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ code }),
    });

  beforeAll(async () => {
    host = await startTestHost();
  });
  afterAll(() => host.dispose());

  it("takes a code once and sets a cookie that scripts and other sites cannot use", async () => {
    const code = host.accounts.logins.createCode();
    const { status, headers } = await login(code);
    expect(status).toBe(200);
    expect(headers["set-cookie"]?.[0]).toMatch(/; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Strict$/);
    const again = await login(code);
    expect([again.status, again.json.code, again.headers["set-cookie"]]).toEqual([401, "UNAUTHENTICATED", undefined]);
    const me = await send(host.port, "/auth/me", { headers: { cookie: `other=1; ${cookieOf(headers)}` } });
    expect(me.json).toMatchObject({ kind: "browser", scopes: ["admin"] });
  });

  it("lets the cookie open a socket, and signing out ends it at once", async () => {
    const cookie = cookieOf((await login(host.accounts.logins.createCode())).headers);
    const { socket, code } = await openSocket(host.port, {}, { cookie });
    expect(code).toBeNull();
    const gone = new Promise((resolve) => socket.once("disconnect", resolve));
    expect((await send(host.port, "/auth/logout", { method: "POST", headers: { cookie } })).status).toBe(200);
    expect(await gone).toBe("io server disconnect");
    expect((await send(host.port, "/auth/me", { headers: { cookie } })).status).toBe(401);
    expect((await openSocket(host.port, {}, { cookie })).code).toBe("UNAUTHENTICATED");
  });
});

describe("limits", () => {
  it("slows down who fails to authenticate, on loopback too and on every way in", async () => {
    const host = await startTestHost();
    const { token } = await host.accounts.tokens.create("admin", ["admin"]);
    const wrong = { authorization: "Bearer qd_wrong" };
    const statuses: number[] = [];
    for (let attempt = 0; attempt < 40; attempt += 1)
      statuses.push((await send(host.port, "/api/v1/me", { headers: wrong })).status);
    expect(statuses.at(0)).toBe(401);
    expect(statuses.at(-1)).toBe(429);
    const limited = await send(host.port, "/api/v1/me", { headers: { authorization: `Bearer ${token}` } });
    expect(limited.json.code).toBe("RATE_LIMITED");
    expect(Number(limited.headers["retry-after"])).toBeGreaterThan(0);
    const body = JSON.stringify({ code: host.accounts.logins.createCode() });
    expect(
      (await send(host.port, "/auth/login", { method: "POST", headers: { "content-type": "application/json" }, body }))
        .status,
    ).toBe(429);
    expect((await openSocket(host.port, { token })).code).toBe("RATE_LIMITED");
    await host.dispose();
  });

  it("takes a hundred connections, tells the next one why not, and takes it when one has gone", async () => {
    const host = await startTestHost();
    const { token } = await host.accounts.tokens.create("admin", ["admin"]);
    const opened = await Promise.all(
      Array.from({ length: 10 }, async () => {
        const sockets = [];
        for (let count = 0; count < 10; count += 1) sockets.push(await openSocket(host.port, { token }));
        return sockets;
      }),
    );
    const sockets = opened.flat();
    expect(sockets.filter(({ code }) => code === null)).toHaveLength(100);
    const refused = await openSocket(host.port, { token });
    expect(refused.code).toBe("TOO_MANY_CONNECTIONS");
    refused.socket.disconnect();
    sockets[0]?.socket.disconnect();
    await expect.poll(() => host.connectionCount).toBe(99);
    const { code, socket } = await openSocket(host.port, { token });
    expect(code).toBeNull();
    for (const each of [...sockets.map((entry) => entry.socket), socket]) each.disconnect();
    await host.dispose();
  });
});
