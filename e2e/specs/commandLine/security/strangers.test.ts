import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { z } from "zod";
import { codeOf, type House, openHouse } from "./house.ts";
import { openPlainClient, openSocket, send, upgrade } from "./ways.ts";

const document = z.object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) });

/** Unauthenticated local server (CVE-2026-22812). */
describe("who shows no credential", () => {
  let house: House;
  beforeAll(async () => {
    house = await openHouse();
  }, 60_000);
  afterAll(() => house[Symbol.asyncDispose]());

  /** Every call of the REST API, from the document that is made of the contract. */
  const everyCall = async (): Promise<{ method: string; path: string }[]> => {
    const headers = { authorization: `Bearer ${house.controlToken}` };
    const { json } = await send(house.machine, "/api/v1/openapi.json", { headers });
    return Object.entries(document.parse(json).paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => ({
        method: method.toUpperCase(),
        path: `/api/v1${path.replace(/\{[^}]+\}/g, "x")}`,
      })),
    );
  };

  it("gets nothing from any call of the REST API", async () => {
    const calls = await everyCall();
    expect(calls.length).toBeGreaterThan(50);
    for (const way of house.ways)
      for (const { method, path } of calls) {
        const answer = await send(way, path, { method, ...(method === "GET" ? {} : { json: {} }) });
        expect([way.name, method, path, answer.status, codeOf(answer)]).toEqual([
          way.name,
          method,
          path,
          401,
          "UNAUTHENTICATED",
        ]);
      }
  });

  it("gets nothing from the rest, and does not learn which calls there are", async () => {
    const rest = [
      "/api/v1/openapi.json",
      "/api/docs",
      "/api/docs/start.js",
      "/api/v1/no-such-call",
      "/metrics",
      "/auth/me",
    ];
    for (const way of house.ways)
      for (const path of rest) expect([path, (await send(way, path)).status]).toEqual([path, 401]);
    // socket.io's other transport would be a way around the upgrade.
    for (const way of house.ways)
      for (const method of ["GET", "POST"])
        expect((await send(way, "/socket.io/?EIO=4&transport=polling", { method })).status).toBe(404);
    for (const path of ["/auth/logout", "/auth/link", "/hook"])
      expect([path, (await send(house.machine, path, { method: "POST", json: {} })).status]).toEqual([path, 401]);
  });

  it("gets health, the page, and on the network pairing and trust; what belongs to one listener is not on the other", async () => {
    for (const way of house.ways) {
      expect((await send(way, "/healthz")).text).not.toMatch(/version|folder|path|pid/i);
      expect((await send(way, "/readyz")).status).toBe(200);
      expect((await send(way, "/")).headers["content-type"]).toContain("text/html");
    }
    const { machine, network } = house;
    for (const path of ["/auth/pairing/begin", "/auth/pairing/reveal", "/auth/pairing/wait", "/auth/phone/challenge"]) {
      expect(codeOf(await send(network, path, { method: "POST", json: {} }))).toBe("VALIDATION");
      expect((await send(machine, path, { method: "POST", json: {} })).status).toBe(404);
    }
    for (const path of ["/auth/login", "/auth/link", "/auth/logout", "/hook"]) {
      const answer = await send(network, path, { method: "POST", json: { code: house.loginCode } });
      expect([path, answer.status, answer.headers["set-cookie"]]).toEqual([path, 404, undefined]);
    }
    expect((await send(network, "/trust")).status).toBe(200);
  });

  it("is let through no upgrade but to be asked who it is, and hears nothing there", async () => {
    for (const way of house.ways) {
      for (const path of ["/", "/api/v1/sessions", "/ws/", "/ws/dashboard", "/socket.io", "/hook", "/healthz"])
        expect([path, await upgrade(way, path)]).toEqual([path, 404]);
      expect((await openSocket(way, {})).code).toBe("UNAUTHENTICATED");
      for (const frame of [
        '{"type":"list_sessions"}',
        '{"type":"authenticate"}',
        "{}",
        "[]",
        "null",
        "no JSON",
        '{"token":""}',
        '{"token":["a"]}',
      ]) {
        const client = await openPlainClient(way);
        client.socket.send(frame);
        expect([frame, await client.closed]).toEqual([frame, 4001]);
        expect(client.said.map(({ type }) => type)).toEqual(["error"]);
      }
    }
  });

  it("does not get in over the network by what belongs to this machine's people", async () => {
    const login = await send(house.machine, "/auth/login", { method: "POST", json: { code: house.loginCode } });
    const cookie = String(login.headers["set-cookie"]).split(";")[0] ?? "";
    expect((await send(house.machine, "/auth/me", { headers: { cookie } })).status).toBe(200);
    expect((await send(house.network, "/auth/me", { headers: { cookie } })).status).toBe(401);
    expect((await openSocket(house.network, {}, { headers: { cookie } })).code).toBe("UNAUTHENTICATED");
    const headers = { authorization: `Bearer ${house.controlToken}` };
    expect((await send(house.machine, "/auth/me", { headers })).status).toBe(200);
    expect((await send(house.network, "/auth/me", { headers })).status).toBe(401);
    expect((await openSocket(house.network, { token: house.controlToken })).code).toBe("UNAUTHENTICATED");
  });
});
