import { once } from "node:events";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { codeOf, type House, openHouse } from "./house.ts";
import { firstFrame, openPlainClient, openSocket, send, sendLines, type Way } from "./ways.ts";

/** A rate limit that some path skips, or that spares loopback; frames before authentication without bound. */
describe("limits", () => {
  let house: House;
  beforeEach(async () => {
    house = await openHouse();
  }, 60_000);
  afterEach(() => house[Symbol.asyncDispose]());

  /** Every path on which a credential can be guessed. */
  const guesses: Readonly<Record<string, (way: Way) => Promise<unknown>>> = {
    "a bearer token": async (way) =>
      codeOf(await send(way, "/api/v1/me", { headers: { authorization: "Bearer qd_wrong" } })),
    "a token over socket.io": async (way) => (await openSocket(way, { token: "qd_wrong" })).code,
    "a token at /ws": async (way) => (await firstFrame(way, { token: "qd_wrong" })).answer.error_name,
    "a proof": async (way) => (await openSocket(way, { phone: { phone: "x" } })).code,
  };
  const machineGuesses: typeof guesses = {
    "a login code": async (way) => codeOf(await send(way, "/auth/login", { method: "POST", json: { code: "wrong" } })),
    "a session's hook secret": async (way) =>
      codeOf(await send(way, "/hook", { method: "POST", json: {}, headers: { authorization: "Bearer wrong" } })),
  };

  it("slow down who guesses, on this machine as on the network, and on every path together", async () => {
    const { machine, network } = house;
    const rightToken = (await house.createToken(["watch"])).token;
    for (let count = 0; count < 60; count += 1) await guesses["a bearer token"]?.(machine);
    for (const way of house.ways)
      for (const [name, guess] of Object.entries(guesses))
        expect([way.name, name, await guess(way)]).toEqual([way.name, name, "RATE_LIMITED"]);
    for (const [name, guess] of Object.entries(machineGuesses))
      expect([name, await guess(machine)]).toEqual([name, "RATE_LIMITED"]);
    const { status, headers, json } = await send(network, "/api/v1/me", {
      headers: { authorization: `Bearer ${rightToken}` },
    });
    expect([status, Number(headers["retry-after"]) > 0]).toEqual([429, true]);
    expect(json).toMatchObject({ code: "RATE_LIMITED", retryAfterMs: expect.any(Number) });
  });

  it("count failures on each path where a credential is shown", async () => {
    const paths = { ...guesses, ...machineGuesses };
    // Fewer than fill the bucket from one path, more from all of them.
    for (let count = 0; count < 10; count += 1) for (const guess of Object.values(paths)) await guess(house.machine);
    expect(await paths["a bearer token"]?.(house.machine)).toBe("RATE_LIMITED");
  });

  it("slow down who tries to pair, before the offer's own five tries even count", async () => {
    const answers: unknown[] = [];
    for (let count = 0; count < 40; count += 1)
      answers.push(codeOf(await send(house.network, "/auth/pairing/begin", { method: "POST", json: {} })));
    expect(answers[0]).toBe("VALIDATION");
    expect(answers.at(-1)).toBe("RATE_LIMITED");
    for (const step of ["reveal", "wait"])
      expect(codeOf(await send(house.network, `/auth/pairing/${step}`, { method: "POST", json: {} }))).toBe(
        "RATE_LIMITED",
      );
  });

  it("slow down who asks for challenges", async () => {
    const json = { phone: crypto.randomUUID(), nonce: Buffer.alloc(32).toString("base64url") };
    const ask = async () => codeOf(await send(house.network, "/auth/phone/challenge", { method: "POST", json }));
    expect(await ask()).toBeUndefined();
    const answers: unknown[] = [];
    for (let count = 0; count < 160; count += 1) answers.push(await ask());
    expect(answers).toContain("RATE_LIMITED");
  });

  it("hold for an owner on this machine too: sixty control messages, then a wait that is told", async () => {
    for (const way of house.ways) {
      const { token } = await house.createToken(["admin"]);
      const { socket, said, isIn } = await firstFrame(way, { token });
      expect(isIn).toBe(true);
      for (let count = 0; count < 90; count += 1) socket.send('{"type":"list_sessions"}');
      await expect.poll(() => said.length).toBe(91);
      const refused = said.filter(({ error_name: name }) => name === "RATE_LIMITED");
      expect(refused.length).toBeGreaterThanOrEqual(20);
      expect(refused[0]).toMatchObject({ type: "error", retry_after_ms: expect.any(Number) });
      socket.terminate();
    }
  });

  it("end a connection that sends more than 64 KiB before it says who it is", async () => {
    const flood = "x".repeat(70_000);
    for (const way of house.ways) {
      const plain = await openPlainClient(way);
      plain.socket.send(JSON.stringify({ type: "authenticate", token: flood }));
      expect(await plain.closed).toBe(1009);
      expect(plain.said.some(({ type }) => type === "auth_success")).toBe(false);
      const engine = await openEngine(way);
      const closed = once(engine, "close");
      engine.send(`40${JSON.stringify({ token: flood })}`);
      await closed;
      const pieces = await openPlainClient(way);
      for (let count = 0; count < 80; count += 1) pieces.socket.send("x".repeat(1024));
      expect(await pieces.closed).toBeOneOf([1009, 4001]);
    }
  });

  it("end a connection that does not say who it is within 15 seconds", async () => {
    const began = performance.now();
    const silent = await Promise.all(
      house.ways.flatMap((way) => [
        openPlainClient(way).then(({ closed }) => closed),
        openEngine(way).then((engine) => once(engine, "close")),
      ]),
    );
    expect(silent).toHaveLength(4);
    const seconds = (performance.now() - began) / 1000;
    expect(seconds).toBeGreaterThan(14);
    expect(seconds).toBeLessThan(25);
  }, 40_000);

  it("keep strangers from taking the places of those who got in", async () => {
    for (const way of house.ways) {
      const { token } = await house.createToken(["watch"]);
      const { socket } = await openSocket(way, { token });
      const strangers = await Promise.allSettled(Array.from({ length: 100 }, () => openPlainClient(way)));
      expect(strangers.filter(({ status }) => status === "rejected").length).toBeGreaterThan(20);
      expect(socket.connected).toBe(true);
      for (const stranger of strangers) if (stranger.status === "fulfilled") stranger.value.socket.terminate();
      socket.disconnect();
    }
  });

  it("bound a request's head and body", async () => {
    for (const way of house.ways) {
      const headers = { authorization: `Bearer ${(await house.createToken(["admin"])).token}` };
      const json = { name: "x".repeat(2_000_000), scopes: ["watch"] };
      const tooMuch = await send(way, "/api/v1/tokens", { method: "POST", headers, json }).catch(() => null);
      expect(tooMuch === null || codeOf(tooMuch) === "VALIDATION").toBe(true);
      expect(await house.call("GET", "/tokens")).not.toContainEqual(expect.objectContaining({ name: json.name }));
      const lines = ["GET / HTTP/1.1", `Host: ${way.host}`, `X: ${"x".repeat(100_000)}`];
      // 0: cut off while it was still being sent.
      expect(await sendLines(way, lines)).toBeOneOf([431, 0]);
    }
  });
});

/** A bare connection to the socket.io endpoint, greeted but not yet authenticated. */
async function openEngine(way: Way): Promise<WebSocket> {
  const { scheme, port, host, authority } = way;
  const socket = new WebSocket(
    `${scheme === "https" ? "wss" : "ws"}://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`,
    {
      headers: { host },
      ...(authority === undefined ? {} : { ca: authority, servername: new URL(`https://${host}`).hostname }),
    },
  );
  await once(socket, "message");
  return socket;
}
