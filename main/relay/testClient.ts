import { once } from "node:events";
import { request as httpRequest, type IncomingMessage, type OutgoingHttpHeaders } from "node:http";
import { request as httpsRequest } from "node:https";
import { connect } from "node:net";
import { connect as connectTls } from "node:tls";
import { io, type Socket } from "socket.io-client";
import { WebSocket } from "ws";
import type { Link } from "#shared/link/link.ts";

export interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage["headers"];
  readonly text: string;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of any form
  readonly json: any;
}

export interface RequestOptions {
  readonly method?: string;
  readonly headers?: OutgoingHttpHeaders;
  readonly body?: string;
  /** The authority to trust; then it goes over TLS. */
  readonly ca?: string;
  readonly signal?: AbortSignal;
}

/** One HTTP request with exactly these headers, as no browser would send it. */
export async function send(
  port: number,
  path: string,
  { method = "GET", headers = {}, body, ca, signal }: RequestOptions = {},
): Promise<Answer> {
  const options = { host: "127.0.0.1", port, path, method, headers, ...(signal ? { signal } : {}) };
  const request =
    ca === undefined ? httpRequest(options) : httpsRequest({ ...options, ca, agent: false, servername: "localhost" });
  request.end(body);
  const [response]: IncomingMessage[] = await once(request, "response");
  if (!response) throw new Error("no response");
  let text = "";
  for await (const chunk of response.setEncoding("utf8")) text += chunk;
  const isJson = response.headers["content-type"]?.includes("json") ?? false;
  return { status: response.statusCode ?? 0, headers: response.headers, text, json: isJson ? JSON.parse(text) : {} };
}

/** The status with which the server answers an upgrade. */
export async function upgrade(
  port: number,
  path: string,
  headers: Readonly<Record<string, string>>,
  ca?: string,
): Promise<number> {
  const lines = Object.entries({
    ...headers,
    connection: "Upgrade",
    upgrade: "websocket",
    "sec-websocket-version": "13",
    "sec-websocket-key": Buffer.alloc(16).toString("base64"),
  }).map(([name, value]) => `${name}: ${value}`);
  return await sendRaw(port, [`GET ${path} HTTP/1.1`, ...lines], ca);
}

/** The status with which the server answers a request's head of exactly these lines. */
export async function sendRaw(port: number, lines: readonly string[], ca?: string): Promise<number> {
  const socket = ca === undefined ? connect(port, "127.0.0.1") : connectTls({ host: "127.0.0.1", port, ca });
  socket.write([...lines, "", ""].join("\r\n"));
  const [first]: Buffer[] = await once(socket, "data");
  socket.destroy();
  return Number(first?.toString("latin1").split(" ")[1]);
}

/** Connects as a client does. Answers with the socket, and with the code of the refusal if it was refused. */
export async function openSocket(
  port: number,
  auth: object,
  headers: Record<string, string> = {},
  ca?: string,
): Promise<{ socket: Socket; code: string | null }> {
  const socket = io(`${ca === undefined ? "http" : "https"}://127.0.0.1:${port}`, {
    ...(ca === undefined ? {} : { ca }),
    auth,
    extraHeaders: headers,
    transports: ["websocket"],
    reconnection: false,
    forceNew: true,
  });
  const { promise, resolve } = Promise.withResolvers<string | null>();
  socket.once("connect", () => resolve(null));
  socket.once("connect_error", (error) => resolve(codeOf(error)));
  return { socket, code: await promise };
}

/** A connected socket as a link. */
export function linkOver(socket: Socket): Link {
  return {
    send: (channel, message) => void socket.emit(channel, message),
    onMessage: (channel, listener) => void socket.on(channel, listener),
    onClose: (listener) => void socket.once("disconnect", () => listener()),
    close: () => void socket.disconnect(),
  };
}

function codeOf(error: Error): string {
  const data: unknown = "data" in error ? error.data : undefined;
  return typeof data === "object" && data !== null && "code" in data ? String(data.code) : error.message;
}

/** A bare WebSocket to the socket.io endpoint, to say what no client would. */
export async function openRawSocket(port: number): Promise<WebSocket> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}/socket.io/?EIO=4&transport=websocket`);
  await once(socket, "message");
  return socket;
}

/** A bare WebSocket that has authenticated. */
export async function openRawSession(port: number, token: string): Promise<WebSocket> {
  const socket = await openRawSocket(port);
  socket.send(`40${JSON.stringify({ token })}`);
  await once(socket, "message");
  return socket;
}
