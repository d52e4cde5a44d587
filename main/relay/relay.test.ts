import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { startTestHost, type TestHost } from "./relayTestKit.ts";
import { send, sendRaw } from "./testClient.ts";

describe("the listener", () => {
  let host: TestHost;
  let admin: string;
  let watcher: string;

  beforeAll(async () => {
    host = await startTestHost();
    admin = (await host.accounts.tokens.create("admin", ["admin"])).token;
    watcher = (await host.accounts.tokens.create("watcher", ["watch"])).token;
  });
  afterAll(() => host.dispose());

  const ask = (path: string, options: { method?: string; headers?: Record<string, string>; body?: string } = {}) =>
    send(host.port, path, options);
  const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

  it("turns away a request for another host name, however alike, and one without any", async () => {
    for (const name of ["127.evil.com", "127.0.0.1.evil.com", "evil.com", "localhost.evil.com", "127.0.0.1:1"]) {
      const { status, json } = await ask("/healthz", { headers: { host: `${name}:${host.port}` } });
      expect([name, status, json.code]).toEqual([name, 403, "FOREIGN_ORIGIN"]);
    }
    expect((await ask("/healthz", { headers: { host: `127.0.0.1:${host.port + 1}` } })).status).toBe(403);
    expect((await ask("/healthz", { headers: { host: `user@127.0.0.1:${host.port}` } })).status).toBe(403);
    expect(await sendRaw(host.port, ["GET /healthz HTTP/1.1", "Host: "])).toBe(403);
    expect(await sendRaw(host.port, ["GET /healthz HTTP/1.0"])).toBe(403);
  });

  it("answers under every name of this machine's own loopback", async () => {
    for (const name of ["127.0.0.1", "localhost", "LOCALHOST", "[::1]"]) {
      expect((await ask("/healthz", { headers: { host: `${name}:${host.port}` } })).status).toBe(200);
    }
  });

  it("turns away what comes from another site's page, with a valid credential too", async () => {
    for (const origin of [
      "http://evil.com",
      "null",
      `http://127.0.0.1:${host.port + 1}`,
      `https://127.0.0.1:${host.port}`,
      `http://127.0.0.1:${host.port}.evil.com`,
    ]) {
      const { status, json } = await ask("/api/v1/sessions", { headers: { ...bearer(admin), origin } });
      expect([origin, status, json.code]).toEqual([origin, 403, "FOREIGN_ORIGIN"]);
    }
    const embedded = { ...bearer(admin), "sec-fetch-site": "same-site", "sec-fetch-mode": "no-cors" };
    expect((await ask("/api/v1/sessions", { headers: embedded })).status).toBe(403);
    const own = { ...bearer(admin), origin: `http://127.0.0.1:${host.port}` };
    expect((await ask("/api/v1/sessions", { headers: own })).status).toBe(200);
  });

  it("asks for a credential on every route but health, the page and the login", async () => {
    const routes = [
      "/api/v1/me",
      "/api/v1/sessions",
      "/api/v1/nothing",
      "/api/v1/openapi.json",
      "/api/docs",
      "/api/docs/swagger-ui-bundle.js",
      "/api/docs/start.js",
      "/metrics",
      "/auth/me",
    ];
    for (const route of routes) {
      const { status, json } = await ask(route);
      expect([route, status, json.code]).toEqual([route, 401, "UNAUTHENTICATED"]);
    }
    for (const route of ["/auth/logout", "/auth/link", "/api/v1/sessions"]) {
      expect([route, (await ask(route, { method: "POST" })).status]).toEqual([route, 401]);
    }
    expect((await ask("/healthz")).status).toBe(200);
    expect((await ask("/readyz")).status).toBe(200);
  });

  it("never takes a credential out of the address", async () => {
    expect((await ask(`/api/v1/me?token=${admin}&access_token=${admin}`)).status).toBe(401);
  });

  it("gives a caller what the server granted, whatever the request declares", async () => {
    const declared = {
      ...bearer(watcher),
      "x-scopes": "admin",
      "x-caller-kind": "desktop",
      "content-type": "application/json",
    };
    const body = JSON.stringify({
      name: "mine",
      scopes: ["admin"],
      caller: { scopes: ["admin"] },
      context: { caller: { scopes: ["admin"] } },
    });
    const { status, json } = await ask("/api/v1/tokens", { method: "POST", headers: declared, body });
    expect([status, json.code, json.details]).toEqual([403, "FORBIDDEN", { scope: "admin" }]);
    expect((await ask("/api/v1/me?scopes=admin", { headers: declared })).json.scopes).toEqual(["watch"]);
    expect((await ask("/auth/link", { method: "POST", headers: bearer(watcher) })).status).toBe(403);
    expect((await ask("/metrics", { headers: bearer(watcher) })).status).toBe(200);
  });

  it("names the fields that are wrong, and the call that does not exist", async () => {
    const headers = { ...bearer(admin), "content-type": "application/json" };
    const wrong = await ask("/api/v1/tokens", {
      method: "POST",
      headers,
      body: JSON.stringify({ name: "", scopes: [] }),
    });
    expect(wrong.status).toBe(422);
    expect(wrong.json).toMatchObject({
      type: "error",
      code: "VALIDATION",
      details: { problems: [{ path: "name" }, { path: "scopes" }] },
    });
    expect((await ask("/api/v1/nothing", { headers })).json).toMatchObject({ code: "UNKNOWN_CALL", status: 404 });
    expect((await ask("/api/v1/terminals/attach", { method: "POST", headers, body: "{}" })).status).toBe(404);
    expect((await ask("/api/v1/sessions/not-an-id", { headers })).json).toMatchObject({
      code: "VALIDATION",
      details: { problems: [{ path: "id" }] },
    });
    const missing = await ask("/api/v1/sessions/3f0c9a52-8f1d-4c5e-9d57-2a1b6f6e7c10", { headers });
    expect([missing.status, missing.json.code]).toEqual([404, "SESSION_NOT_FOUND"]);
  });

  it.each([
    [0, 0],
    [10_000, 10_000],
    [-1, 1.5],
  ])("refuses to start a terminal of %d×%d", async (columns, rows) => {
    const answer = await ask("/api/v1/sessions", {
      method: "POST",
      headers: { ...bearer(admin), "content-type": "application/json" },
      body: JSON.stringify({ tool: "shell", size: { columns, rows } }),
    });
    expect([answer.status, answer.json.code]).toEqual([422, "VALIDATION"]);
    expect(answer.json.details.problems).toMatchObject([{ path: "size.columns" }, { path: "size.rows" }]);
  });

  it("refuses bodies that are broken, too large or no JSON, in the one error form", async () => {
    const post = (body: string, type: string) =>
      ask("/api/v1/tokens", { method: "POST", headers: { ...bearer(admin), "content-type": type }, body });
    expect((await post("{", "application/json")).json).toMatchObject({ type: "error", code: "INVALID_JSON" });
    expect((await post(`"${"x".repeat(1_100_000)}"`, "application/json")).json.code).toBe("VALIDATION");
    expect((await post("name=mine&scopes=admin", "application/x-www-form-urlencoded")).json.code).toBe("VALIDATION");
    expect((await post('{"name":"mine","scopes":["admin"]}', "text/plain")).json.code).toBe("VALIDATION");
  });

  it("reads a flag in an address by its word", async () => {
    const refreshes: unknown[] = [];
    const other = await startTestHost({
      tools: {
        list: async (options) => {
          refreshes.push(options?.refresh);
          return [];
        },
      },
    });
    const { token } = await other.accounts.tokens.create("watcher", ["watch"]);
    for (const query of ["", "?refresh=true", "?refresh=false"]) {
      expect((await send(other.port, `/api/v1/tools${query}`, { headers: bearer(token) })).status).toBe(200);
    }
    expect(refreshes).toEqual([false, true, false]);
    expect((await send(other.port, "/api/v1/tools?refresh=perhaps", { headers: bearer(token) })).status).toBe(422);
    await other.dispose();
  });

  it("lets no page frame it, run foreign scripts or guess types", async () => {
    const { headers } = await ask("/healthz");
    expect(headers["content-security-policy"]).toContain("script-src 'self';");
    expect(headers["content-security-policy"]).toContain("frame-ancestors 'none'");
    expect(headers["x-content-type-options"]).toBe("nosniff");
    expect(headers["cross-origin-resource-policy"]).toBe("same-origin");
    expect(headers["access-control-allow-origin"]).toBeUndefined();
  });

  it("serves the page to anybody, caches for ever what is named by its hash, and sends unknown addresses to the page", async () => {
    const folder = await mkdtemp(join(tmpdir(), "quarterdeck-page-"));
    await mkdir(join(folder, "assets"));
    await writeFile(join(folder, "index.html"), "<p>the page</p>");
    await writeFile(join(folder, "assets", "main-1a2b3c.js"), "1;");
    for (const file of ["sw.js", "manifest.webmanifest", "icon-192.png"]) await writeFile(join(folder, file), "{}");
    const other = await startTestHost({ rendererFolder: folder });
    const page = (path: string) => send(other.port, path, { headers: { accept: "text/html" } });
    for (const path of ["/", "/sessions/1", "/settings?x=1"]) {
      expect(await page(path)).toMatchObject({
        status: 200,
        text: "<p>the page</p>",
        headers: { "cache-control": "no-cache" },
      });
    }
    const script = await send(other.port, "/assets/main-1a2b3c.js");
    expect(script.headers["cache-control"]).toContain("immutable");
    expect(script.headers["content-type"]).toContain("javascript");
    // A worker is installed from a fresh copy each time, and only if it is a script; so is a manifest.
    const installed = [
      ["/sw.js", /^(text|application)\/javascript/],
      ["/manifest.webmanifest", /^application\/manifest\+json/],
      ["/icon-192.png", /^image\/png$/],
    ] as const;
    for (const [path, type] of installed) {
      const { status, headers } = await send(other.port, path);
      expect([path, status, headers["cache-control"]]).toEqual([path, 200, "no-cache"]);
      expect(headers["content-type"]).toMatch(type);
      expect(headers["content-security-policy"]).toMatch(/worker-src 'self'; manifest-src 'self'/);
    }
    for (const path of [
      "/assets/gone.js",
      "/api/v2/x",
      "/auth/x",
      "/..%2f..%2fetc/passwd",
      "/.env",
      "/hook",
      "/sw2.js",
    ]) {
      expect([path, (await send(other.port, path)).status]).toEqual([path, 404]);
    }
    await other.dispose();
    await rm(folder, { recursive: true });
  });

  it("shows the API's page from its own files alone", async () => {
    const page = await ask("/api/docs", { headers: bearer(watcher) });
    expect(page.status).toBe(200);
    const files = [...page.text.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, file]) => file ?? "");
    expect(files.length).toBeGreaterThan(3);
    for (const file of files) {
      expect(file).toMatch(/^\/api\/docs\//);
      expect([file, (await ask(file, { headers: bearer(watcher) })).status]).toEqual([file, 200]);
    }
    expect((await ask("/api/docs/package.json", { headers: bearer(watcher) })).status).toBe(404);
    expect((await ask("/api/docs/..%2f..%2fpackage.json", { headers: bearer(watcher) })).status).toBe(404);
  });
});

it("does nothing for a call whose token is revoked before it begins", async () => {
  const [begun, mayGo] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  let handled = 0;
  const host = await startTestHost({
    restHandler: async () => {
      begun.resolve();
      await mayGo.promise;
      return {
        handle: async () => {
          handled += 1;
          return { matched: true };
        },
      };
    },
  });
  const { id, token } = await host.accounts.tokens.create("script", ["admin"]);
  const answer = send(host.port, "/api/v1/sessions", { headers: { authorization: `Bearer ${token}` } });
  const isCutOff = expect(answer).rejects.toThrow();
  await begun.promise;
  await host.accounts.tokens.revoke(id);
  mayGo.resolve();
  await isCutOff;
  await host.dispose();
  expect(handled).toBe(0);
});
