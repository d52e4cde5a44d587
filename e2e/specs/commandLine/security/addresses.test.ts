import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { codeOf, type House, openHouse } from "./house.ts";
import { openSocket, send, sendLines, upgrade, type Way } from "./ways.ts";

/** Cross-site WebSocket hijack of a local server (CVE-2026-44211, -59723), DNS rebinding past the upgrade (CVE-2026-53869). */
describe("Host and Origin", () => {
  let house: House;
  let token: string;
  beforeAll(async () => {
    house = await openHouse();
    ({ token } = await house.createToken(["admin"]));
  }, 60_000);
  afterAll(() => house[Symbol.asyncDispose]());

  /** Names that look like ours to a comparison by prefix, suffix or substring, or that a rebinding attacker holds. */
  const foreignHosts = ({ host, port }: Way): string[] => {
    const [name = ""] = host.split(":");
    return [
      `evil.com:${port}`,
      `127.evil.com:${port}`,
      `127.0.0.1.evil.com:${port}`,
      `localhost.evil.com:${port}`,
      `${name}.evil.com:${port}`,
      `evil-${name}:${port}`,
      `127.0.0.2:${port}`,
      `${name}:${port === 65_535 ? 1 : port + 1}`,
      `${name}:${port}@evil.com`,
      `${name}:${port}/.evil.com`,
      "",
    ];
  };
  const foreignOrigins = (way: Way): string[] => [
    "null",
    "file://",
    `${way.scheme}://evil.com`,
    ...foreignHosts(way)
      .filter((host) => host !== "")
      .map((host) => `${way.scheme}://${host}`),
    `${way.scheme === "https" ? "http" : "https"}://${way.host}`,
    `${way.scheme}://${way.host}.evil.com`,
    `chrome-extension://${way.host}`,
  ];
  const requests = [
    ["GET", "/"],
    ["GET", "/healthz"],
    ["GET", "/auth/me"],
    ["POST", "/auth/login"],
    ["POST", "/auth/pairing/begin"],
    ["POST", "/auth/phone/challenge"],
    ["GET", "/api/v1/sessions"],
    ["POST", "/api/v1/sessions"],
    ["GET", "/api/docs"],
    ["GET", "/metrics"],
    ["POST", "/hook"],
    ["GET", "/trust"],
    ["GET", "/no-such-page"],
  ] as const;
  const upgrades = ["/ws", "/socket.io/?EIO=4&transport=websocket", "/no-such-socket"];
  const authorization = () => `Bearer ${token}`;

  it("lets our own through, or nothing below would mean anything", async () => {
    for (const way of house.ways) {
      const own = { authorization: authorization(), origin: `${way.scheme}://${way.host}` };
      expect((await send(way, "/api/v1/sessions", { headers: own })).status).toBe(200);
      for (const path of upgrades.slice(0, 2)) expect(await upgrade(way, path, { origin: own.origin })).toBe(101);
      const { socket, code } = await openSocket(way, { token }, { headers: { origin: own.origin } });
      expect(code).toBeNull();
      socket.disconnect();
    }
  });

  it("refuses a foreign Host on every request, whatever credential comes with it", async () => {
    for (const way of house.ways)
      for (const host of foreignHosts(way))
        for (const [method, path] of requests) {
          const lines = [`${method} ${path} HTTP/1.1`, `Host: ${host}`, `Authorization: ${authorization()}`];
          const status = await sendLines(way, [...lines, "Content-Length: 0", "Connection: close"]);
          expect([way.name, host, path, status]).toEqual([
            way.name,
            host,
            path,
            host === "" ? expect.toBeOneOf([400, 403]) : 403,
          ]);
        }
  }, 60_000);

  it("refuses a foreign Origin on every request, whatever credential comes with it", async () => {
    for (const way of house.ways)
      for (const origin of foreignOrigins(way))
        for (const [method, path] of requests) {
          const headers = { origin, authorization: authorization() };
          const answer = await send(way, path, { method, headers });
          expect([way.name, origin, path, answer.status, codeOf(answer)]).toEqual([
            way.name,
            origin,
            path,
            403,
            "FOREIGN_ORIGIN",
          ]);
          expect(answer.headers["access-control-allow-origin"]).toBeUndefined();
        }
  }, 60_000);

  it("refuses both on every upgrade", async () => {
    for (const way of house.ways)
      for (const path of upgrades) {
        for (const host of foreignHosts(way)) {
          const status = await upgrade(way, path, { host, authorization: authorization() });
          expect([path, host, status]).toEqual([path, host, host === "" ? expect.toBeOneOf([400, 403]) : 403]);
        }
        for (const origin of foreignOrigins(way)) {
          const status = await upgrade(way, path, { origin, authorization: authorization() });
          expect([path, origin, status]).toEqual([path, origin, 403]);
        }
      }
  }, 60_000);

  it("refuses what a browser says another site's page asked, with no Origin too", async () => {
    for (const way of house.ways)
      for (const site of ["cross-site", "same-site"]) {
        const headers = { "sec-fetch-site": site, authorization: authorization() };
        expect(codeOf(await send(way, "/api/v1/sessions", { headers }))).toBe("FOREIGN_ORIGIN");
        expect(await upgrade(way, "/ws", headers)).toBe(403);
      }
  });

  it("does not believe who says that the request was meant for us", async () => {
    for (const way of house.ways)
      for (const header of ["x-forwarded-host", "forwarded", "x-original-host"]) {
        const headers = {
          host: `evil.com:${way.port}`,
          [header]: header === "forwarded" ? `host=${way.host}` : way.host,
        };
        expect(codeOf(await send(way, "/healthz", { headers }))).toBe("FOREIGN_ORIGIN");
      }
  });

  it("sends nobody elsewhere without encryption, and answers there for our names alone", async () => {
    const plain: Way = { name: "plain", scheme: "http", port: house.network.port, host: house.network.host };
    const moved = await send(plain, "//evil.com/%2f%2fevil.com?x=1");
    expect(new URL(String(moved.headers.location)).origin).toBe(`https://${house.network.host}`);
    for (const host of foreignHosts(plain).filter((host) => host !== "")) {
      const answer = await send(plain, "/trust", { headers: { host } });
      expect([host, answer.status, answer.headers.location]).toEqual([host, expect.toBeOneOf([400, 403]), undefined]);
    }
  });
});
