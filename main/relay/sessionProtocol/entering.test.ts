import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { AppError } from "#shared/errors/appError.ts";
import { createFakePhones, phoneId, proof } from "../phoneTestKit.ts";
import { openClient, type ProtocolHost, startProtocolHost, ways } from "./protocolTestKit.ts";

const phonesWay = { relay: { enabled: true } };

describe.each(ways)("the way into the plain JSON protocol over $name", ({ way }) => {
  let bench: ProtocolHost;
  beforeAll(async () => {
    bench = await startProtocolHost(way);
  });
  afterAll(() => bench[Symbol.asyncDispose]());

  describe("the way in", () => {
    it("takes clients without an Origin or with ours, and no foreign page", async () => {
      const own = new URL(bench.origin).host;
      const ask = (headers: Record<string, string>) => bench.upgrade({ host: own, ...headers });
      expect(await ask({})).toBe(101);
      expect(await ask({ origin: bench.origin })).toBe(101);
      expect(await ask({ origin: "http://evil.com" })).toBe(403);
      expect(await ask({ origin: "null" })).toBe(403);
      expect(await ask({ host: `evil.com:${new URL(bench.origin).port}` })).toBe(403);
    });

    it("closes with 4001 where the first frame carries no valid token", async () => {
      const frames = [{ type: "ping" }, { type: "authenticate" }, { type: "authenticate", token: 5 }];
      for (const frame of [...frames, { type: "authenticate", token: "qd_wrong" }]) {
        const client = await bench.open();
        client.send(frame);
        client.send({ type: "list_sessions" });
        expect(await client.next("error")).toMatchObject({ code: 401, error_name: "UNAUTHENTICATED" });
        expect((await client.closed).code).toBe(4001);
        expect(client.received).toEqual([]);
      }
      const client = await bench.open();
      client.send("{");
      expect(await client.next("error")).toMatchObject({ code: 400, error_name: "INVALID_JSON" });
      expect((await client.closed).code).toBe(4001);
    });

    it("takes the token in any first message, and frames that come right behind it", async () => {
      const token = await bench.tokenFor("watch");
      const first = await bench.open();
      expect(await first.ask({ type: "list_sessions", token }, "sessions_list")).toMatchObject({ count: 0 });
      const eager = await bench.open();
      eager.send({ type: "authenticate", token });
      eager.send({ type: "ping" });
      expect(await eager.next("auth_success")).toEqual({
        type: "auth_success",
        message: "Authenticated",
        user_id: expect.any(String),
        username: "script",
        scopes: ["watch"],
      });
      await eager.next("pong");
      for (const { socket } of [first, eager]) socket.close();
    });

    it("ends who sends too much before it has authenticated, or a frame that is too large after it", async () => {
      const stranger = await bench.open();
      stranger.send({ type: "authenticate", token: "x".repeat(70_000) });
      expect((await stranger.closed).code).toBe(1009);
      const client = await bench.connect("watch");
      client.send({ type: "ping", padding: "x".repeat(200_000) });
      await client.next("pong");
      client.send({ type: "ping", padding: "x".repeat(1_048_576) });
      expect((await client.closed).code).toBe(1009);
    });

    it("ends the connections of a token that is revoked at once, and no others", async () => {
      const { id, token } = await bench.host.accounts.tokens.create("short", ["admin"]);
      const client = await bench.open();
      await client.ask({ type: "authenticate", token }, "auth_success");
      const other = await bench.connect("watch");
      await bench.host.accounts.tokens.revoke(id);
      client.send({ type: "start_session", tool_name: "shell" });
      expect(await client.closed).toEqual({ code: 4001, reason: "The token was revoked" });
      expect((await other.ask({ type: "list_sessions" }, "sessions_list")).count).toBe(0);
      other.socket.close();
    });
  });

  describe("limits and ends", () => {
    it("asks clients whether they are still there, and ends those that do not answer", async () => {
      await using own = await startProtocolHost({ ...way, heartbeatMs: 50 });
      const alive = await own.connect("watch");
      const silent = await own.connect("watch");
      silent.socket.pong = () => {};
      let pings = 0;
      alive.socket.on("ping", () => {
        pings += 1;
      });
      expect((await silent.closed).code).toBe(1006);
      await vi.waitFor(() => expect(pings).toBeGreaterThan(3));
      await alive.ask({ type: "ping" }, "pong");
      await vi.waitFor(() => expect(own.host.connectionCount).toBe(1));
      alive.socket.close();
    });

    it("ends with 1007 who sends what is no text", async () => {
      const client = await bench.connect("watch");
      client.socket.send(Buffer.from([0x7b, 0xff, 0xfe]), { binary: false });
      expect((await client.closed).code).toBe(1007);
    });

    it("ends with 1011 where something unexpected goes wrong, tells nothing of it, and gives the place back", async () => {
      await using own = await startProtocolHost({
        ...way,
        openSessionCalls: () => {
          throw new TypeError("/home/mei/.ssh/id_rsa");
        },
      });
      const client = await own.open();
      const failure = await client.ask({ type: "authenticate", token: await own.tokenFor("watch") }, "error");
      expect(failure).toMatchObject({ code: 500, error_name: "INTERNAL", correlation_id: expect.any(String) });
      expect(JSON.stringify(failure)).not.toContain("id_rsa");
      expect((await client.closed).code).toBe(1011);
      await vi.waitFor(() => expect(own.host.connectionCount).toBe(0));
    });

    it("counts its clients by their kind, and tells when one comes or goes", async () => {
      const changed = vi.fn();
      await using own = await startProtocolHost({ ...way, plainConnectionsChanged: changed });
      const stranger = await own.open();
      const client = await own.connect("watch");
      expect(own.host.plainConnections()).toEqual({ token: 1 });
      expect(changed).toHaveBeenCalledTimes(1);
      client.socket.close();
      stranger.socket.close();
      await vi.waitFor(() => expect(own.host.plainConnections()).toEqual({}));
      expect(changed).toHaveBeenCalledTimes(2);
    });

    it("ends who does not authenticate in time", async () => {
      await using own = await startProtocolHost({ ...way, authenticateWithinMs: 50 });
      const client = await own.open();
      expect(await client.next("error")).toMatchObject({ code: 401 });
      expect(await client.closed).toEqual({ code: 4001, reason: "Authentication timed out" });
    });

    it("shares the limit on connections, counts failures, and says goodbye when it stops", async () => {
      const own = await startProtocolHost(way);
      const token = await own.tokenFor("watch");
      const clients = [];
      for (let count = 0; count < 100; count += 1) {
        const client = await own.open();
        await client.ask({ type: "authenticate", token }, "auth_success");
        clients.push(client);
      }
      expect(own.host.connectionCount).toBe(100);
      const late = await own.open();
      expect(await late.ask({ type: "authenticate", token }, "error")).toMatchObject({
        message: "Maximum connections exceeded: 100/100",
        code: 429,
        error_name: "TOO_MANY_CONNECTIONS",
        current: 100,
        max_connections: 100,
      });
      expect((await late.closed).code).toBe(1013);
      clients[0]?.socket.close();
      await expect.poll(() => own.host.connectionCount).toBe(99);
      const ends: number[] = [];
      while (ends.length < 40 && !ends.includes(1013)) {
        const guesser = await own.open();
        guesser.send({ type: "authenticate", token: "qd_wrong" });
        ends.push((await guesser.closed).code);
      }
      // Only a refused credential is told by 4001: a client gives up at that, and comes again after the other.
      expect([...new Set(ends)]).toEqual([4001, 1013]);
      const limited = await own.open();
      expect(await limited.ask({ type: "authenticate", token }, "error")).toMatchObject({
        code: 429,
        error_name: "RATE_LIMITED",
        retry_after_ms: expect.any(Number),
      });
      await own[Symbol.asyncDispose]();
      expect((await clients[1]?.closed)?.code).toBe(1001);
    }, 30_000);
  });
});

describe("a phone's first frame", () => {
  it("carries its proof, in any message, on the listener for phones alone", async () => {
    const { phones, live, change } = createFakePhones();
    await using bench = await startProtocolHost({ ...phonesWay, phones });
    const client = await bench.open();
    expect(await client.ask({ type: "authenticate", phone: { ...proof, later: 1 } }, "auth_success")).toEqual({
      type: "auth_success",
      message: "Authenticated",
      user_id: phoneId,
      username: "Mei's phone",
      scopes: ["watch"],
    });
    expect(await client.ask({ type: "start_session", tool_name: "shell" }, "error")).toMatchObject({ code: 403 });
    expect(live).toEqual([`${phoneId} 127.0.0.1`]);
    change(phoneId);
    expect(await client.closed).toEqual({ code: 4001, reason: "What this phone may do has changed" });
    await vi.waitFor(() => expect(live).toEqual([]));
    const second = await bench.open();
    expect(await second.ask({ type: "list_sessions", phone: proof }, "sessions_list")).toMatchObject({ count: 0 });
    second.socket.close();
  });

  it("is refused with 4001 where the proof is wrong, malformed, or beside a token", async () => {
    const { phones } = createFakePhones();
    await using bench = await startProtocolHost({ ...phonesWay, phones });
    const token = await bench.tokenFor("admin");
    const wrong = { ...proof, signature: proof.signature.replace("A", "B") };
    for (const frame of [{ phone: wrong }, { phone: phoneId }, { phone: {} }, { phone: proof, token }]) {
      const client = await bench.open();
      expect(await client.ask({ type: "authenticate", ...frame }, "error")).toMatchObject({ code: 401 });
      expect((await client.closed).code).toBe(4001);
    }
    const here = await openClient(bench.host.port);
    expect(await here.ask({ type: "authenticate", phone: proof }, "error")).toMatchObject({ code: 401 });
    expect((await here.closed).code).toBe(4001);
  });

  it("is told when the phone has as many connections as it may", async () => {
    const { phones } = createFakePhones();
    phones.connected = () => {
      throw new AppError("TOO_MANY_CONNECTIONS", { details: { current: 4, limit: 4 } });
    };
    await using bench = await startProtocolHost({ ...phonesWay, phones });
    const client = await bench.open();
    expect(await client.ask({ type: "authenticate", phone: proof }, "error")).toMatchObject({
      error_name: "TOO_MANY_CONNECTIONS",
      current: 4,
      max_connections: 4,
    });
    expect((await client.closed).code).toBe(1013);
  });
});

describe("turning the listener for phones off", () => {
  it("says goodbye to its clients alone", async () => {
    await using bench = await startProtocolHost(phonesWay);
    const token = await bench.tokenFor("watch");
    const client = await bench.connect("watch");
    const here = await openClient(bench.host.port);
    await here.ask({ type: "authenticate", token }, "auth_success");
    bench.host.configure({ enabled: false });
    expect((await client.closed).code).toBe(1001);
    await here.ask({ type: "ping" }, "pong");
    here.socket.close();
  });
});
