import { once } from "node:events";
import { type IncomingMessage, request as plainRequest } from "node:http";
import { request as secureRequest } from "node:https";
import { connect as connectPlain } from "node:net";
import { type ConnectionOptions, connect, type TLSSocket } from "node:tls";
import Fastify from "fastify";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { WebSocket, WebSocketServer } from "ws";
import { AppError } from "#shared/errors/appError.ts";
import { silentLog } from "../../observability/log.ts";
import { answerTrust } from "./answerTrust.ts";
import { createTlsServer, type TlsServerDeps } from "./createTlsServer.ts";
import { createPlainAnswers } from "./plainAnswers.ts";
import { startCertificates } from "./tlsTestKit.ts";

async function start(options: Partial<TlsServerDeps> = {}, check: (request: IncomingMessage) => void = () => {}) {
  const kit = await startCertificates();
  const { certificates } = kit;
  const tls = createTlsServer({
    certificate: await certificates.current(),
    answerPlain: createPlainAnswers({ certificates, check, log: silentLog }),
    ...options,
  });
  const app = Fastify({
    serverFactory: (handler) => {
      tls.secure.on("request", handler);
      return tls.secure;
    },
  });
  app.get("/hello", async () => "hello");
  app.get("/trust*", async (request, reply) => {
    reply.hijack();
    await answerTrust(request.raw, reply.raw, certificates);
  });
  await app.ready();
  const sockets = new WebSocketServer({ noServer: true });
  sockets.on("connection", (socket) => socket.on("message", (data) => socket.send(data)));
  tls.secure.on("upgrade", (request, socket, head) =>
    sockets.handleUpgrade(request, socket, head, (accepted) => sockets.emit("connection", accepted)),
  );
  const port = await tls.listen({ host: "127.0.0.1", port: 0 });
  const ca = (await certificates.authority())?.pem ?? "";
  onTestFinished(async () => {
    await tls[Symbol.asyncDispose]();
    await kit[Symbol.asyncDispose]();
  });
  return { ...kit, tls, port, ca };
}

async function answerOf(request: ReturnType<typeof plainRequest>) {
  request.end();
  const [response]: IncomingMessage[] = await once(request, "response");
  if (!response) throw new Error("No response");
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  return { status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) };
}
const getPlain = (port: number, path: string, headers = {}) =>
  answerOf(plainRequest({ host: "127.0.0.1", port, path, headers }));
const getSecure = (port: number, ca: string, path: string) =>
  answerOf(secureRequest({ host: "127.0.0.1", port, path, ca, agent: false }));

async function handshake(options: ConnectionOptions): Promise<TLSSocket> {
  const socket = connect({ host: "127.0.0.1", ...options });
  onTestFinished(() => void socket.destroy());
  await once(socket, "secureConnect");
  return socket;
}

describe("over TLS", () => {
  it("answers requests and upgrades to a client that trusts the authority, by address and by name", async () => {
    const { ca, certificates, port } = await start();
    expect((await getSecure(port, ca, "/hello")).body.toString()).toBe("hello");
    const servername = `${await certificates.hostName()}.local`;
    expect((await handshake({ port, ca, servername })).authorized).toBe(true);
    const socket = new WebSocket(`wss://127.0.0.1:${port}/any`, { ca });
    await once(socket, "open");
    socket.send("echo");
    expect(String((await once(socket, "message"))[0])).toBe("echo");
    socket.terminate();
  });

  it("is refused by a client that does not trust it, or expects another name", async () => {
    const { ca, port } = await start();
    await expect(handshake({ port })).rejects.toThrow("self-signed certificate in certificate chain");
    await expect(handshake({ port, ca, servername: "other.example" })).rejects.toThrow("does not match");
  });

  it("speaks TLS 1.2 and 1.3 with forward secrecy, and nothing older or weaker", async () => {
    const { ca, port } = await start();
    for (const version of ["TLSv1.2", "TLSv1.3"] as const) {
      const socket = await handshake({
        port,
        ca,
        minVersion: version,
        maxVersion: version,
        ALPNProtocols: ["http/1.1"],
      });
      expect([socket.getProtocol(), socket.alpnProtocol]).toEqual([version, "http/1.1"]);
      expect(socket.getEphemeralKeyInfo()).toMatchObject({ type: "ECDH" });
    }
    const weak: ConnectionOptions[] = [
      { maxVersion: "TLSv1.1", minVersion: "TLSv1.1", ciphers: "DEFAULT@SECLEVEL=0" },
      { maxVersion: "TLSv1.2", ciphers: "AES128-SHA:AES256-SHA:AES128-GCM-SHA256" },
      { maxVersion: "TLSv1.2", ciphers: "ECDHE-ECDSA-AES128-SHA" },
      { ALPNProtocols: ["h2"] },
    ];
    for (const options of weak) await expect(handshake({ port, ca, ...options })).rejects.toThrow(/alert|ECONNRESET/);
  });

  it("shows a new certificate to new connections and keeps the open ones", async () => {
    const { ca, certificates, port, state, tls } = await start();
    const before = await handshake({ port, ca });
    const askOnIt = async () => {
      before.write("GET /hello HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n");
      return String((await once(before, "data"))[0]);
    };
    expect(await askOnIt()).toContain("200 OK");
    state.addresses = [...state.addresses, "10.4.5.6"];
    tls.replaceCertificate(await certificates.current());
    const after = await handshake({ port, ca });
    expect(after.getPeerCertificate().fingerprint256).not.toBe(before.getPeerCertificate().fingerprint256);
    expect(await askOnIt()).toContain("200 OK");
  });

  it("keeps the certificate it has when the new one is none", async () => {
    const { ca, port, tls } = await start();
    expect(() => tls.replaceCertificate({ chain: "nothing", key: "nothing" })).toThrow(
      expect.objectContaining({ code: "CERTIFICATE_INVALID" }),
    );
    expect((await getSecure(port, ca, "/hello")).status).toBe(200);
  });

  it("shows the trust pages too", async () => {
    const { ca, port } = await start();
    expect((await getSecure(port, ca, "/trust/authority.pem")).body.toString()).toBe(ca);
  });
});

describe("without encryption", () => {
  it("leads everything but the trust pages to https, and nothing else happens", async () => {
    const { port } = await start();
    const answer = await getPlain(port, "/sessions?x=1", { cookie: "a=b", authorization: "Bearer x" });
    expect(answer).toMatchObject({ status: 308, headers: { location: `https://127.0.0.1:${port}/sessions?x=1` } });
    expect(answer.headers["set-cookie"]).toBeUndefined();
    expect(answer.body.length).toBe(0);
  });

  it("leads nowhere else, whatever the path says", async () => {
    const { port } = await start();
    for (const path of ["//evil.example/x", "http://evil.example/x", "/\\evil.example"]) {
      const { headers } = await getPlain(port, path);
      expect(headers.location).toMatch(new RegExp(`^https://127\\.0\\.0\\.1:${port}/`));
    }
  });

  it("upgrades no connection", async () => {
    const { port } = await start();
    const socket = new WebSocket(`ws://127.0.0.1:${port}/ws`);
    const [, response]: [unknown, IncomingMessage] = await new Promise((resolve) =>
      socket.once("unexpected-response", (...all) => resolve(all)),
    );
    expect(response.statusCode).toBe(308);
    socket.on("error", () => {});
    socket.terminate();
  });

  it("answers what the check throws, with the time to wait", async () => {
    const { port } = await start({}, () => {
      throw new AppError("RATE_LIMITED", { retryAfterMs: 1500 });
    });
    const answer = await getPlain(port, "/trust");
    expect(answer).toMatchObject({ status: 429, headers: { "retry-after": "2" } });
    expect(JSON.parse(answer.body.toString())).toMatchObject({ code: "RATE_LIMITED", retryAfterMs: 1500 });
  });
});

describe("a connection that wants to hold the door", () => {
  const isClosed = (socket: { destroyed: boolean }) => vi.waitFor(() => expect(socket.destroyed).toBe(true), 5000);
  const limits = { patienceMs: 150, sockets: 400, strangersPerAddress: 2 };
  const openPlain = async (port: number) => {
    const socket = connectPlain({ host: "127.0.0.1", port }).on("error", () => {});
    onTestFinished(() => void socket.destroy());
    socket.resume();
    await once(socket, "connect");
    return socket;
  };

  it("is closed when it says nothing, stops within its handshake, or never ends its head", async () => {
    const { port } = await start({ limits: { ...limits, strangersPerAddress: 10 } });
    const silent = await openPlain(port);
    const halfHandshake = await openPlain(port);
    halfHandshake.write(Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00]));
    const halfHead = await openPlain(port);
    halfHead.write("GET /trust HTTP/1.1\r\nHost: a\r\n");
    await isClosed(silent);
    await isClosed(halfHandshake);
    await isClosed(halfHead);
  });

  it("takes no more than its address may, and none of what others hold", async () => {
    const { ca, port } = await start({ limits: { ...limits, patienceMs: 5000 } });
    const settled = [await handshake({ port, ca }), await handshake({ port, ca }), await handshake({ port, ca })];
    const strangers = [await openPlain(port), await openPlain(port)];
    await isClosed(await openPlain(port));
    strangers[0]?.destroy();
    await vi.waitFor(async () => expect((await getSecure(port, ca, "/hello")).status).toBe(200), 5000);
    for (const socket of settled) expect(socket.destroyed).toBe(false);
  });

  it("is turned away unread when its address is blocked", async () => {
    const { port } = await start({ isBlocked: (address) => address === "127.0.0.1" });
    await isClosed(await openPlain(port));
  });
});
