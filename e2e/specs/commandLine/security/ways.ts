import { once } from "node:events";
import { request as httpRequest, type IncomingMessage, type OutgoingHttpHeaders } from "node:http";
import { request as httpsRequest } from "node:https";
import { connect as connectPlain, type Socket as NetSocket } from "node:net";
import { connect as connectTls } from "node:tls";
import { io, type Socket } from "socket.io-client";
import { WebSocket } from "ws";

/** One of the core's listeners, as a client reaches it. Certificates are always checked. */
export interface Way {
  readonly name: string;
  readonly scheme: "http" | "https";
  readonly port: number;
  /** Its own host and port, as a Host header names them. */
  readonly host: string;
  /** What the client trusts, PEM. */
  readonly authority?: string;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly text: string;
  readonly json: unknown;
}

export interface SendOptions {
  readonly method?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly json?: unknown;
}

function trust({ scheme, host, authority }: Way) {
  if (scheme === "http") return {};
  return { servername: new URL(`https://${host}`).hostname, ...(authority === undefined ? {} : { ca: authority }) };
}

/** One request, with exactly these headers beside the Host. */
export async function send(
  way: Way,
  path: string,
  { method = "GET", headers = {}, json }: SendOptions = {},
): Promise<Answer> {
  const body = json === undefined ? undefined : JSON.stringify(json);
  const request = (way.scheme === "https" ? httpsRequest : httpRequest)({
    ...trust(way),
    host: "127.0.0.1",
    port: way.port,
    path,
    method,
    agent: false,
    headers: {
      host: way.host,
      ...(body === undefined ? {} : { "content-type": "application/json", "content-length": Buffer.byteLength(body) }),
      ...headers,
    },
  });
  request.end(body);
  const [response]: IncomingMessage[] = await once(request, "response");
  if (!response) throw new Error("no response");
  let text = "";
  // Of a stream that does not end only the head matters here.
  if (response.headers["content-type"]?.includes("event-stream")) response.destroy();
  else for await (const chunk of response.setEncoding("utf8")) text += chunk;
  const isJson = response.headers["content-type"]?.includes("json") ?? false;
  return { status: response.statusCode ?? 0, headers: response.headers, text, json: isJson ? JSON.parse(text) : null };
}

/** A bare connection, encrypted where the listener is. */
async function connect(way: Way): Promise<NetSocket> {
  const where = { host: "127.0.0.1", port: way.port };
  if (way.scheme === "http") {
    const socket = connectPlain(where);
    await once(socket, "connect");
    return socket;
  }
  const socket = connectTls({ ...where, ...trust(way) });
  await once(socket, "secureConnect");
  return socket;
}

/** The status with which a request's head of exactly these lines is answered; 0 where the connection just ends. */
export async function sendLines(way: Way, lines: readonly string[]): Promise<number> {
  const socket = await connect(way);
  socket.write([...lines, "", ""].join("\r\n"));
  const ended = Promise.withResolvers<Buffer | null>();
  socket.once("data", ended.resolve);
  socket.once("close", () => ended.resolve(null));
  socket.once("error", () => ended.resolve(null));
  const first = await ended.promise;
  socket.destroy();
  return Number(first?.toString("latin1").split(" ")[1] ?? 0);
}

const upgradeHeaders = {
  connection: "Upgrade",
  upgrade: "websocket",
  "sec-websocket-version": "13",
  "sec-websocket-key": Buffer.alloc(16).toString("base64"),
};

/** The status with which an upgrade is answered: 101 where it is let through. */
export async function upgrade(way: Way, path: string, headers: Readonly<Record<string, string>> = {}): Promise<number> {
  const all = Object.entries({ host: way.host, ...headers, ...upgradeHeaders });
  return await sendLines(way, [`GET ${path} HTTP/1.1`, ...all.map(([name, value]) => `${name}: ${value}`)]);
}

/** Connects over socket.io. `code` is why it was refused; null if it was let in. */
export async function openSocket(
  way: Way,
  auth: object,
  {
    headers = {},
    query = {},
  }: { readonly headers?: Record<string, string>; readonly query?: Record<string, string> } = {},
): Promise<{ readonly socket: Socket; readonly code: string | null }> {
  const socket = io(`${way.scheme}://127.0.0.1:${way.port}`, {
    auth,
    query,
    extraHeaders: { host: way.host, ...headers },
    transports: ["websocket"],
    reconnection: false,
    forceNew: true,
    ...trust(way),
  });
  const { promise, resolve } = Promise.withResolvers<string | null>();
  socket.once("connect", () => resolve(null));
  socket.once("connect_error", (error) => resolve(refusalOf(error)));
  const code = await promise;
  if (code !== null) socket.disconnect();
  return { socket, code };
}

/** Resolves when the server, or the network, has ended it. */
export async function disconnection(socket: Socket): Promise<void> {
  if (socket.connected) await new Promise((resolve) => socket.once("disconnect", resolve));
}

function refusalOf(error: Error): string {
  const data: unknown = "data" in error ? error.data : undefined;
  return typeof data === "object" && data !== null && "code" in data ? String(data.code) : error.message;
}

/** A client of the plain JSON protocol; `said` fills with what the server says. */
export interface PlainClient {
  readonly socket: WebSocket;
  readonly said: Record<string, unknown>[];
  /** The code with which the server closed it. */
  readonly closed: Promise<number>;
}

export async function openPlainClient(
  way: Way,
  path = "/ws",
  headers: Record<string, string> = {},
): Promise<PlainClient> {
  const socket = new WebSocket(`${way.scheme === "https" ? "wss" : "ws"}://127.0.0.1:${way.port}${path}`, {
    headers: { host: way.host, ...headers },
    ...trust(way),
  });
  const said: Record<string, unknown>[] = [];
  socket.on("message", (data) => said.push(JSON.parse(data.toString())));
  const closed = new Promise<number>((resolve) => socket.once("close", resolve));
  await once(socket, "open");
  return { socket, said, closed };
}

/** Says a first frame; answers with what came back first, and whether that let it in. */
export async function firstFrame(way: Way, frame: object, path = "/ws", headers: Record<string, string> = {}) {
  const client = await openPlainClient(way, path, headers);
  client.socket.send(JSON.stringify({ type: "authenticate", ...frame }));
  await once(client.socket, "message");
  const [answer = {}] = client.said;
  return { ...client, answer, isIn: answer.type === "auth_success" };
}
