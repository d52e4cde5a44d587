import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { codeOf, type House, openHouse } from "./house.ts";
import { firstFrame, openPlainClient, openSocket, send, upgrade } from "./ways.ts";

/** Names under which other servers take a credential from an address. */
const names = [
  "token",
  "access_token",
  "auth",
  "authorization",
  "api_key",
  "key",
  "code",
  "login",
  "secret",
  "phone",
  "pair",
];

/** Tokens in query strings: an address ends up in logs, histories and referrers, so no credential is taken from one. */
describe("a credential in an address", () => {
  let house: House;
  let query: string;
  let token: string;
  beforeEach(async () => {
    house = await openHouse();
    ({ token } = await house.createToken(["admin"]));
    query = names
      .map((name) => `${name}=${encodeURIComponent(name === "authorization" ? `Bearer ${token}` : token)}`)
      .join("&");
  }, 60_000);
  afterEach(() => house[Symbol.asyncDispose]());

  it("is taken by no request", async () => {
    for (const way of house.ways)
      for (const path of [
        "/api/v1/me",
        "/api/v1/sessions",
        "/api/v1/openapi.json",
        "/api/docs",
        "/auth/me",
        "/metrics",
      ]) {
        expect([path, codeOf(await send(way, `${path}?${query}`))]).toEqual([path, "UNAUTHENTICATED"]);
        const right = await send(way, `${path}?${query}`, { headers: { authorization: `Bearer ${token}` } });
        expect([path, right.status]).toEqual([path, 200]);
      }
  });

  it("is taken by no socket", async () => {
    for (const way of house.ways) {
      const inQuery = Object.fromEntries(names.map((name) => [name, token]));
      expect((await openSocket(way, {}, { query: inQuery })).code).toBe("UNAUTHENTICATED");
      for (const frame of ['{"type":"authenticate"}', '{"type":"list_sessions"}']) {
        const client = await openPlainClient(way, `/ws?${query}`);
        client.socket.send(frame);
        expect(await client.closed).toBe(4001);
      }
      expect(await upgrade(way, `/ws/${token}`)).toBe(404);
      const right = await firstFrame(way, { token }, `/ws?${query}`);
      expect(right.isIn).toBe(true);
      right.socket.terminate();
    }
  });

  it("signs nobody in and pairs nobody: codes stand in the fragment, which no server sees, and go in a body", async () => {
    const { machine, network, loginCode } = house;
    for (const path of [`/?login=${loginCode}`, `/auth/login?code=${loginCode}`, `/login/${loginCode}`]) {
      const answer = await send(machine, path);
      expect([path, answer.headers["set-cookie"]]).toEqual([path, undefined]);
    }
    const empty = await send(machine, `/auth/login?code=${loginCode}`, { method: "POST", json: {} });
    expect([codeOf(empty), empty.headers["set-cookie"]]).toEqual(["VALIDATION", undefined]);
    const offer = (await house.call("POST", "/pairing/offers", { scopes: ["watch"] })) as {
      code: string;
      link: string;
    };
    expect(new URL(offer.link).search).toBe("");
    const secret = new URL(offer.link).hash.replace("#pair=", "");
    for (const way of [machine, network]) await send(way, `/?pair=${secret}&code=${offer.code}`);
    expect(codeOf(await send(network, `/auth/pairing/begin?code=${offer.code}`, { method: "POST", json: {} }))).toBe(
      "VALIDATION",
    );
    expect(await house.call("GET", "/phones")).toEqual([]);
  });
});
