import { randomUUID } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

/**
 * A server of the Model Context Protocol over HTTP, written by hand so that it can misbehave: `node httpServer.ts <behaviour>`. It
 * prints its port. `normal` answers a request with JSON; `old` speaks HTTP+SSE as before 2025 and refuses what came after.
 */
const behaviours = ["normal", "old", "refuses", "fails", "redirects", "giant"] as const;
const behaviour = behaviours.find((known) => known === (process.argv[2] ?? "normal"));
if (behaviour === undefined) throw new Error(`Unknown behaviour; there are: ${behaviours.join(", ")}`);

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: { readonly name?: string };
}

const inputSchema = { type: "object", properties: {} };
let session = "";
let events: ServerResponse | undefined;

function resultOf({ method, params }: Message, request: IncomingMessage): object {
  if (method === "initialize") {
    const serverInfo = { name: "scripted over HTTP", version: "2.0.0" };
    return { protocolVersion: "2025-06-18", capabilities: { tools: {} }, serverInfo };
  }
  if (method === "tools/list") {
    return { tools: ["headers", "forget"].map((name) => ({ name, description: name, inputSchema })) };
  }
  if (params?.name === "forget") session = "";
  return { content: [{ type: "text", text: JSON.stringify(request.headers) }] };
}

async function bodyOf(request: IncomingMessage): Promise<Message> {
  let text = "";
  for await (const piece of request.setEncoding("utf8")) text += piece;
  return JSON.parse(text);
}

async function post(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const message = await bodyOf(request);
  if (message.method === "initialize") session = randomUUID();
  else if (request.headers["mcp-session-id"] !== session && behaviour !== "old") {
    response.writeHead(404).end("No such session");
    return;
  }
  if (message.id === undefined) {
    response.writeHead(202).end();
    return;
  }
  const answer = JSON.stringify({ jsonrpc: "2.0", id: message.id, result: resultOf(message, request) });
  if (behaviour === "old") {
    response.writeHead(202).end();
    events?.write(`event: message\ndata: ${answer}\n\n`);
  } else {
    const headers = { "content-type": "application/json", "mcp-session-id": session };
    response.writeHead(200, headers).end(behaviour === "giant" ? answer.padEnd(20_000_000) : answer);
  }
}

function handle(request: IncomingMessage, response: ServerResponse): void {
  if (behaviour === "refuses") response.writeHead(401).end("Who are you?");
  else if (behaviour === "fails") response.writeHead(500).end("Out of order");
  else if (behaviour === "redirects") response.writeHead(307, { location: "http://localhost:9/stolen" }).end();
  else if (behaviour === "old" && request.method === "GET") {
    events = response.writeHead(200, { "content-type": "text/event-stream" });
    events.write("event: endpoint\ndata: /messages\n\n");
  } else if (request.method !== "POST" || (behaviour === "old" && request.url !== "/messages")) {
    response.writeHead(405).end();
  } else {
    void post(request, response);
  }
}

const server = createServer(handle);
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  process.stdout.write(`${typeof address === "object" ? address?.port : ""}\n`);
});
