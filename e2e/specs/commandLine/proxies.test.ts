import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import type { IncomingMessage } from "node:http";
import { Agent, request } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { connect as connectTls } from "node:tls";
import { io } from "socket.io-client";
import { afterAll, beforeAll, describe, expect, it, type TestContext } from "vitest";
import { WebSocket } from "ws";
import { freePorts, missingPrograms } from "../../helpers/programs.ts";
import { type RelayHost, startRelayHost } from "../../helpers/relayHost.ts";
import { type CertificateIssuer, startCertificateIssuer } from "./certificateIssuer.ts";
import { type ExampleProxy, publicName, startCaddy, startNginx } from "./exampleProxies.ts";

/** What runs for one proxy; undefined where a program is missing. */
interface Running extends AsyncDisposable {
  readonly proxy: ExampleProxy;
  readonly relay: RelayHost;
  readonly token: string;
}

const proxySettings = (port: number) => ({
  "relay.publicOrigins": [`https://${publicName}:${port}`],
  "relay.trustedProxies": ["127.0.0.1"],
});

async function runNginx(folder: string): Promise<Running> {
  const https = (await freePorts("https"))("https");
  const relay = await startRelayHost(folder, proxySettings(https));
  const { port } = await relay.relayIs(() => true);
  const proxy = await startNginx({ folder, port: https, relayPort: port, authorityFile: relay.authorityFile });
  return { proxy, relay, token: await relay.createToken("watch"), [Symbol.asyncDispose]: closing(proxy, relay) };
}

async function runCaddy(folder: string): Promise<Running> {
  const issuer = await startCertificateIssuer(folder);
  const relay = await startRelayHost(folder, proxySettings(issuer.challengePorts.tls));
  const { port } = await relay.relayIs(() => true);
  const proxy = await startCaddy({ folder, issuer, relayPort: port, authorityFile: relay.authorityFile });
  return {
    proxy,
    relay,
    token: await relay.createToken("watch"),
    [Symbol.asyncDispose]: closing(proxy, issuer, relay),
  };
}

function closing(...all: readonly AsyncDisposable[]) {
  return async (): Promise<void> => {
    for (const one of all) await one[Symbol.asyncDispose]();
  };
}

describe.each([
  { name: "nginx", needs: ["nginx", "openssl"], run: runNginx },
  { name: "Caddy", needs: ["caddy", "pebble", "pebble-challtestsrv", "openssl"], run: runCaddy },
])("behind $name with the documented configuration", ({ needs, run }) => {
  const missing = missingPrograms(...needs);
  let folder: string;
  let running: Running | undefined;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "quarterdeck-proxy-"));
    if (missing.length === 0) running = await run(folder);
  }, 120_000);
  afterAll(async () => {
    await running?.[Symbol.asyncDispose]();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  const started = (context: TestContext): Running => {
    if (!running) return context.skip(`not installed: ${missing.join(", ")}`);
    return running;
  };
  /** The public name leads to this machine, as a name server would tell. */
  const agentFor = ({ proxy }: Running) =>
    new Agent({
      ca: proxy.ca,
      keepAlive: true,
      lookup: (_name, { all }, done) =>
        all ? done(null, [{ address: "127.0.0.1", family: 4 }]) : done(null, "127.0.0.1", 4),
    });
  const ask = async (to: Running, path: string, options: Asked = {}) => {
    const { headers = {}, method = "GET", body, agent = agentFor(to) } = options;
    // The name of the handshake stays, whatever the header says.
    const sent = request({
      agent,
      servername: publicName,
      host: publicName,
      port: to.proxy.port,
      path,
      method,
      headers,
    });
    sent.end(body);
    const [response]: IncomingMessage[] = await once(sent, "response");
    if (!response) throw new Error("No answer");
    return { status: response.statusCode, headers: response.headers, body: await text(response) };
  };

  it("shows the page, with every security header once", async (context) => {
    const answer = await ask(started(context), "/");
    expect(answer.status).toBe(200);
    expect(answer.body).toContain('<div id="root"');
    expect(answer.headers).toMatchObject({
      "strict-transport-security": "max-age=31536000",
      "x-content-type-options": "nosniff",
      "x-frame-options": "DENY",
      "referrer-policy": "no-referrer",
      "cross-origin-opener-policy": "same-origin",
    });
    expect(answer.headers["content-security-policy"]).toContain("default-src 'none'");
    expect(answer.headers.server ?? "").not.toMatch(/\d/);
  });

  it("answers REST with a token, and refuses it without", async (context) => {
    const to = started(context);
    const answer = await ask(to, "/api/v1/sessions", { headers: { authorization: `Bearer ${to.token}` } });
    expect([answer.status, JSON.parse(answer.body)]).toEqual([200, []]);
    expect((await ask(to, "/api/v1/sessions")).status).toBe(401);
  });

  it("carries socket.io, and frames of the plain protocol", async (context) => {
    const to = started(context);
    const origin = `https://${publicName}:${to.proxy.port}`;
    const agent = agentFor(to);
    // Its type knows a browser's options alone; under Node it hands the agent to its sockets.
    const options: object = {
      transports: ["websocket"],
      auth: { token: to.token },
      reconnection: false,
      extraHeaders: { origin },
      agent,
    };
    const socket = io(origin, options);
    await new Promise<void>((resolve, reject) => {
      socket.once("connect", resolve);
      socket.once("connect_error", reject);
    });
    socket.disconnect();
    const plain = new WebSocket(`${origin.replace("https", "wss")}/ws`, { agent, origin });
    await once(plain, "open");
    plain.send(JSON.stringify({ type: "list_sessions", token: to.token }));
    const [frame] = await once(plain, "message");
    expect(JSON.parse(String(frame))).toMatchObject({ type: "sessions_list", sessions: [] });
    plain.terminate();
  });

  it("refuses a page of another site, and every other name", async (context) => {
    const to = started(context);
    const headers = { authorization: `Bearer ${to.token}` };
    const foreign = await ask(to, "/api/v1/sessions", { headers: { ...headers, origin: "https://evil.example" } });
    expect(foreign.status).toBe(403);
    const otherHost = await ask(to, "/api/v1/sessions", {
      headers: { ...headers, host: `evil.example:${to.proxy.port}` },
    });
    expect(otherHost.status).toBe(421);
    const otherName = connectTls({
      host: "127.0.0.1",
      port: to.proxy.port,
      servername: "evil.example",
      ca: to.proxy.ca,
    });
    await expect(once(otherName, "secureConnect")).rejects.toThrow(/alert/);
  });

  it("slows down who guesses, whatever address it claims to have", async (context) => {
    const to = started(context);
    const agent = agentFor(to);
    const bytes = (length: number) => randomBytes(length).toString("base64url");
    const body = () =>
      JSON.stringify({
        proof: { kind: "secret", secret: bytes(24) },
        publicKey: bytes(65),
        commitment: bytes(32),
        name: "A guess",
      });
    const guesses = await Promise.all(
      Array.from({ length: 60 }, (_none, index) =>
        ask(to, "/auth/pairing/begin", {
          agent,
          method: "POST",
          body: body(),
          headers: { "content-type": "application/json", "x-forwarded-for": `198.51.100.${index}` },
        }),
      ),
    );
    const statuses = guesses.map(({ status }) => status);
    expect(statuses.filter((status) => status === 429).length).toBeGreaterThan(20);
    expect(statuses).not.toContain(200);
    // Others are not made to wait for it.
    expect((await ask(to, "/")).status).toBe(200);
  });
});

interface Asked {
  readonly headers?: Readonly<Record<string, string>>;
  readonly method?: string;
  readonly body?: string;
  readonly agent?: Agent;
}

describe("a certificate that an ACME client renews", () => {
  const missing = missingPrograms("caddy", "pebble", "pebble-challtestsrv", "openssl");
  const shownBy = async (port: number, ca: string) => {
    const socket = connectTls({ host: "127.0.0.1", port, servername: publicName, ca });
    await once(socket, "secureConnect");
    const { fingerprint256 } = socket.getPeerCertificate();
    socket.destroy();
    return fingerprint256;
  };

  it("is taken over by the running relay", async (context) => {
    if (missing.length > 0) return context.skip(`not installed: ${missing.join(", ")}`);
    const folder = await mkdtemp(join(tmpdir(), "quarterdeck-acme-"));
    await using _folder = { [Symbol.asyncDispose]: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }) };
    await using issuer: CertificateIssuer = await startCertificateIssuer(folder);
    await using relay = await startRelayHost(folder);
    const own = await relay.relayIs(({ certificate }) => certificate.kind === "own-authority");
    const caddyOptions = { folder, issuer, relayPort: own.port, authorityFile: relay.authorityFile };
    const { certificate, certificateKey } = await (async () => {
      await using caddy = await startCaddy(caddyOptions);
      return caddy;
    })();
    await relay.changeSettings({ "relay.certificate": certificate, "relay.certificateKey": certificateKey });
    const first = await relay.relayIs((status) => status.certificate.kind === "files");
    expect(first.certificate).toMatchObject({ names: [publicName], authorityFingerprint: null });
    expect(await shownBy(first.port, issuer.root)).toBe(first.certificate.fingerprint);

    const before = await readFile(certificate, "utf8");
    await rm(certificate);
    await using _caddy = await startCaddy(caddyOptions);
    expect(await readFile(certificate, "utf8")).not.toBe(before);
    const second = await relay.relayIs((status) => status.certificate.fingerprint !== first.certificate.fingerprint);
    expect(await shownBy(second.port, issuer.root)).toBe(second.certificate.fingerprint);
    expect(second.since).toBe(first.since);
  }, 120_000);
});
