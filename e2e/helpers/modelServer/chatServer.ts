import { once } from "node:events";
import { createServer, type IncomingHttpHeaders, type IncomingMessage, type ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import { anthropicMessages } from "./anthropicMessages.ts";
import { openAiChat } from "./openAiChat.ts";
import { event, type Piece, type Turn, type WireFormat } from "./turn.ts";

export interface ChatRequest {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** Parsed; null where it was no JSON. */
  readonly body: unknown;
  /** Resolves when the other side gave up before the answer was complete. */
  readonly abandoned: Promise<void>;
}

/** A stand-in for a provider that does exactly what a test says. Base URLs are `${url}/v1`. */
export interface ChatServer extends AsyncDisposable {
  readonly url: string;
  /** Questions to the model, in order. */
  readonly requests: readonly ChatRequest[];
}

/** The turns one after the other, the last one for ever after; or one for each request. */
export type ChatScript = readonly Turn[] | ((request: ChatRequest, number: number) => Turn);

export interface ChatServerOptions {
  /** Names that `GET /v1/models` lists. */
  readonly models?: readonly string[];
  readonly port?: number;
}

/** Speaks OpenAI's Chat Completions (`/v1/chat/completions`) and Anthropic's Messages (`/v1/messages`), as real servers do. */
export async function startChatServer(script: ChatScript, options: ChatServerOptions = {}): Promise<ChatServer> {
  const requests: ChatRequest[] = [];
  const server = createServer((request, response) => {
    response.on("error", () => response.destroy());
    void receive(request, response).catch(() => response.destroy());
  });
  const receive = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const path = new URL(request.url ?? "/", "http://localhost").pathname;
    const format = path.endsWith("/chat/completions")
      ? openAiChat()
      : path.endsWith("/messages")
        ? anthropicMessages()
        : null;
    if (request.method === "GET" && path.endsWith("/models")) {
      const data = (options.models ?? []).map((id) => ({ id, object: "model" }));
      response.writeHead(200, { "content-type": "application/json" }).end(JSON.stringify({ object: "list", data }));
      return;
    }
    const abandoned = Promise.withResolvers<void>();
    response.once("close", () => response.writableFinished || abandoned.resolve());
    const body = await readBody(request);
    if (format === null) {
      response.writeHead(404, { "content-type": "application/json" }).end('{"error":{"message":"no such route"}}');
      return;
    }
    const received = { path, headers: request.headers, body, abandoned: abandoned.promise };
    const number = requests.push(received) - 1;
    const turn = typeof script === "function" ? script(received, number) : (script[number] ?? script.at(-1));
    if (turn === undefined) throw new Error("The script has no turn");
    await perform(turn, format, modelOf(body), response);
  };
  server.listen(options.port ?? 0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The model stand-in has no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    requests,
    [Symbol.asyncDispose]: async () => {
      const closed = once(server, "close");
      server.close();
      server.closeAllConnections();
      await closed;
    },
  };
}

async function perform(turn: Turn, format: WireFormat, model: string, response: ServerResponse): Promise<void> {
  switch (turn.kind) {
    case "hang":
      return;
    case "close":
      response.destroy();
      return;
    case "raw":
      response.writeHead(200, { "content-type": turn.contentType }).end(turn.body);
      return;
    case "status": {
      const body = turn.body ?? format.error(turn.message ?? "told to fail", turn.type ?? "standin_error");
      response.writeHead(turn.status, { "content-type": "application/json", ...turn.headers }).end(body);
      return;
    }
    case "answer":
      await answer(turn, format, model, response);
  }
}

async function answer(
  { pieces, paceMs = 0, usage = { input: 10, output: 10 }, finish }: Extract<Turn, { kind: "answer" }>,
  format: WireFormat,
  model: string,
  response: ServerResponse,
): Promise<void> {
  response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-cache" });
  const write = async (text: string): Promise<void> => {
    if (response.destroyed || response.write(text)) return;
    const passed = new AbortController();
    const { signal } = passed;
    await Promise.race([once(response, "drain", { signal }), once(response, "close", { signal })]);
    passed.abort();
  };
  await write(format.begin(model, usage));
  for (const piece of pieces) {
    if (response.destroyed) return;
    for (const text of textsOf(piece, format)) {
      if (paceMs > 0) await wait(paceMs);
      await write(text);
    }
    if (piece.kind === "pause") await wait(piece.ms);
    else if (piece.kind === "hang") return;
    else if (piece.kind === "cut") return void response.socket?.destroySoon();
    else if (piece.kind === "end-without-marker") return void response.end();
  }
  const called = pieces.some(({ kind }) => kind === "calls");
  response.end(format.end(finish ?? (called ? "calls" : "stop"), usage));
}

function textsOf(piece: Piece, format: WireFormat): string[] {
  switch (piece.kind) {
    case "text":
    case "reasoning":
    case "error":
      return [format.piece(piece)];
    case "calls":
      return format.calls(piece);
    case "malformed":
      return [event('{"choices": [{"delta"')];
    default:
      return [];
  }
}

async function readBody(request: IncomingMessage): Promise<unknown> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(Buffer.from(piece));
  try {
    return JSON.parse(Buffer.concat(pieces).toString("utf8"));
  } catch {
    return null;
  }
}

function modelOf(body: unknown): string {
  return typeof body === "object" && body !== null && "model" in body ? String(body.model) : "model";
}
