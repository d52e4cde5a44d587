import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type House, openHouse } from "./house.ts";
import { disconnection, firstFrame, openSocket, send, type Way } from "./ways.ts";

/**
 * A device check skipped because a token was present (CVE-2026-28472); a revoked secret that works until a restart: what is present
 * is checked, and looked up each time.
 */
describe("a credential", () => {
  let house: House;
  let cookie: string;
  beforeEach(async () => {
    house = await openHouse();
    const login = await send(house.machine, "/auth/login", { method: "POST", json: { code: house.loginCode } });
    cookie = String(login.headers["set-cookie"]).split(";")[0] ?? "";
  }, 60_000);
  afterEach(() => house[Symbol.asyncDispose]());

  const meStatus = async (way: Way, token: string): Promise<number> =>
    (await send(way, "/api/v1/me", { headers: { authorization: `Bearer ${token}` } })).status;

  it("that is wrong is refused, also beside one that is right", async () => {
    const { machine, network } = house;
    const { token } = await house.createToken(["watch"]);
    const wrong = `${token.slice(0, -1)}${token.endsWith("A") ? "B" : "A"}`;
    expect((await send(machine, "/api/v1/me", { headers: { cookie } })).status).toBe(200);
    for (const authorization of [
      `Bearer ${wrong}`,
      "Bearer ",
      "Bearer",
      "Basic YTpi",
      "Digest x",
      `bearer ${token} x`,
      " ",
    ])
      expect([
        authorization,
        (await send(machine, "/api/v1/me", { headers: { cookie, authorization } })).status,
      ]).toEqual([authorization, 401]);
    expect((await openSocket(machine, { token: wrong }, { headers: { cookie } })).code).toBe("UNAUTHENTICATED");
    for (const notAToken of ["", [token], { token }, 1, true, null])
      expect((await openSocket(machine, { token: notAToken }, { headers: { cookie } })).code).toBe("UNAUTHENTICATED");
    expect((await firstFrame(machine, { token: wrong }, "/ws", { cookie })).isIn).toBe(false);
    expect((await openSocket(network, { token, phone: {} })).code).toBe("UNAUTHENTICATED");
    expect((await firstFrame(network, { token, phone: {} })).isIn).toBe(false);
  });

  it("of a phone is a signature over this connection's nonce, and nothing less", async () => {
    const { network } = house;
    const phone = await house.pairPhone(["watch"]);
    const other = await house.pairPhone(["watch"]);
    const { id, offer, secret, request } = phone;
    const empty = Buffer.alloc(64).toString("base64url");
    const proof = await phone.proof();
    const { nonce } = await phone.proof();
    const attempts: unknown[] = [
      "",
      true,
      id,
      { phone: id },
      { phone: id, nonce },
      { phone: id, nonce, signature: empty },
      { ...proof, signature: empty },
      { ...(await phone.proof()), phone: other.id },
      { ...(await phone.proof()), nonce: (await other.proof()).nonce },
      { phone: id, secret, code: offer.code, request },
      { phone: id, publicKey: phone.publicKey },
    ];
    for (const attempt of attempts)
      expect((await openSocket(network, { phone: attempt })).code).toBe("UNAUTHENTICATED");
    const right = await phone.proof();
    const { socket, code } = await openSocket(network, { phone: right });
    expect(code).toBeNull();
    expect((await openSocket(network, { phone: right })).code).toBe("UNAUTHENTICATED");
    expect((await firstFrame(network, { phone: right })).isIn).toBe(false);
    expect((await openSocket(house.machine, { phone: await phone.proof() })).code).toBe("UNAUTHENTICATED");
    socket.disconnect();
  });

  it("that is a revoked token works nowhere at once, and what it had open ends", async () => {
    for (const way of house.ways) {
      const { id, token } = await house.createToken(["watch"]);
      expect(await meStatus(way, token)).toBe(200);
      const { socket } = await openSocket(way, { token });
      const plain = await firstFrame(way, { token });
      expect([socket.connected, plain.isIn]).toEqual([true, true]);
      const disconnected = disconnection(socket);
      await house.call("DELETE", `/tokens/${id}`);
      await disconnected;
      expect(await plain.closed).toBe(4001);
      for (const each of house.ways) {
        expect(await meStatus(each, token)).toBe(401);
        expect((await openSocket(each, { token })).code).toBe("UNAUTHENTICATED");
        expect((await firstFrame(each, { token })).isIn).toBe(false);
      }
    }
  });

  it("that is a signed-out login works nowhere at once, and what it had open ends", async () => {
    const { machine } = house;
    const { socket } = await openSocket(machine, {}, { headers: { cookie } });
    expect(socket.connected).toBe(true);
    const disconnected = disconnection(socket);
    await send(machine, "/auth/logout", { method: "POST", headers: { cookie }, json: {} });
    await disconnected;
    expect((await send(machine, "/auth/me", { headers: { cookie } })).status).toBe(401);
    expect((await openSocket(machine, {}, { headers: { cookie } })).code).toBe("UNAUTHENTICATED");
  });

  it("that is a revoked phone's works nowhere at once, its proofs in flight neither, and what it had open ends", async () => {
    const { network } = house;
    const phone = await house.pairPhone(["watch"]);
    const { socket } = await openSocket(network, { phone: await phone.proof() });
    const plain = await firstFrame(network, { phone: await phone.proof() });
    expect([socket.connected, plain.isIn]).toEqual([true, true]);
    const inFlight = await phone.proof();
    const disconnected = disconnection(socket);
    await house.call("DELETE", `/phones/${phone.id}`);
    await disconnected;
    expect(await plain.closed).toBe(4001);
    expect((await openSocket(network, { phone: inFlight })).code).toBe("UNAUTHENTICATED");
    const { nonce, signature } = await phone.door.challenge({ phone: phone.id, nonce: phone.nonce });
    expect((await openSocket(network, { phone: { phone: phone.id, nonce, signature } })).code).toBe("UNAUTHENTICATED");
    expect(await house.call("GET", "/phones")).not.toContainEqual(expect.objectContaining({ id: phone.id }));
  });

  it("of a phone that may do less from now on is looked at again: its connections end, new ones may do less", async () => {
    const { network } = house;
    const phone = await house.pairPhone(["watch", "admin"]);
    const { socket } = await openSocket(network, { phone: await phone.proof() });
    const disconnected = disconnection(socket);
    await house.call("PATCH", `/phones/${phone.id}`, { scopes: ["watch"] });
    await disconnected;
    const again = await firstFrame(network, { phone: await phone.proof() });
    expect(again.answer.scopes).toEqual(["watch"]);
    again.socket.terminate();
  });
});
