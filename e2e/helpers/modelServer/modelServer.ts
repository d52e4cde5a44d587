import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { anthropicReply } from "./anthropic.ts";
import { chatReply } from "./chatCompletions.ts";
import { geminiReply } from "./gemini.ts";
import { responsesReply } from "./responses.ts";
import type { Reply, Script } from "./script.ts";

/** A stand-in for the models' servers, on this machine. */
export interface ModelServer extends AsyncDisposable {
  /** Without a trailing slash. */
  readonly url: string;
  /** The path of each request so far. */
  readonly requests: readonly string[];
  /** What the model was told its commands printed, or why they were not run. */
  readonly toolResults: readonly string[];
}

/**
 * Answers like a model that, asked anything, first runs one shell command and then says it is done. It speaks the streams of
 * Anthropic's Messages, OpenAI's Responses and Chat Completions, and Gemini's generateContent.
 */
export async function startModelServer(script: Script, port = 0): Promise<ModelServer> {
  const requests: string[] = [];
  const toolResults: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    void answer(request, response, script, (result) => toolResults.push(result));
  });
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  server.once("error", reject).listen(port, "127.0.0.1", resolve);
  await promise;
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The model stand-in has no port");
  return {
    url: `http://127.0.0.1:${address.port}`,
    requests,
    toolResults,
    [Symbol.asyncDispose]: async () => {
      const closed = Promise.withResolvers<void>();
      server.close(() => closed.resolve());
      server.closeAllConnections();
      await closed.promise;
    },
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  script: Script,
  onToolResult: (text: string) => void,
): Promise<void> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(Buffer.from(piece));
  const body: unknown = pieces.length === 0 ? {} : parse(Buffer.concat(pieces).toString("utf8"));
  const reply = replyFor(new URL(request.url ?? "/", "http://localhost").pathname, body, script);
  if (reply === null) {
    response.writeHead(404, { "content-type": "application/json" }).end('{"error":{"message":"not here"}}');
    return;
  }
  if (reply.toolResult !== undefined) onToolResult(reply.toolResult);
  response.writeHead(200, { "content-type": reply.isStream ? "text/event-stream" : "application/json" });
  response.end(reply.text);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // Telemetry may come in any form; it is not a question to a model.
    return {};
  }
}

function replyFor(path: string, body: unknown, script: Script): Reply | null {
  if (path.endsWith("/messages/count_tokens")) return { isStream: false, text: '{"input_tokens":10}' };
  if (path.endsWith("/messages")) return anthropicReply(body, script);
  if (path.endsWith("/responses")) return responsesReply(body, script);
  if (path.endsWith("/chat/completions")) return chatReply(body, script);
  if (/:(streamGenerateContent|generateContent|countTokens)$/.test(path)) return geminiReply(path, body, script);
  return null;
}
