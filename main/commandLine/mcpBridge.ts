import type { Readable, Writable } from "node:stream";
import { z } from "zod";
import { createLines } from "../mcp/client/lines.ts";
import type { InstanceAddress } from "./client.ts";

export interface McpBridgeOptions {
  /** Where the instance is now; asked again when it does not know us any more. Throws ExplainedError where none runs. */
  readonly locate: () => InstanceAddress;
  readonly input: Readable;
  readonly output: Writable;
  /** Aborted when the client has gone in another way than by closing our input. */
  readonly signal: AbortSignal;
  /** The session this runs in, for what it asks to be shown there. */
  readonly session: string | undefined;
}

/** Of one message, in bytes; the endpoint takes less. */
const maximumMessageBytes = 1_048_576;
const maximumAnswerBytes = 16 * 1_048_576;
/** Fetch gives up a body that is silent; the endpoint sends a comment every 15 s while a person thinks. */
const goodbyeMs = 1_000;

const message = z.looseObject({
  id: z.union([z.string(), z.number()]).optional(),
  method: z.string().optional(),
});
type Message = z.infer<typeof message>;

/**
 * Carries messages of the Model Context Protocol between a client on stdio and the endpoint of a running instance. Nothing but messages
 * goes to `output`. When the instance has restarted meanwhile, it is found and greeted again, unseen by the client. Resolves when the
 * input has ended or the signal aborts; what was open then is cancelled at the instance, because its connection ends.
 */
export async function runMcpBridge({ locate, input, output, signal, session }: McpBridgeOptions): Promise<void> {
  const ending = new AbortController();
  const whileOpen = AbortSignal.any([signal, ending.signal]);
  let address = locate();
  let connection: Record<string, string> = {};
  let greeting: Message | undefined;

  const tell = (one: object): void => {
    if (!whileOpen.aborted) output.write(`${JSON.stringify(one)}\n`);
  };

  const post = (body: string, method = "POST", until: AbortSignal = whileOpen): Promise<Response> =>
    fetch(`${address.url}/mcp`, {
      method,
      headers: {
        authorization: `Bearer ${address.token}`,
        accept: "application/json, text/event-stream",
        ...(method === "POST" ? { "content-type": "application/json" } : {}),
        ...(session === undefined ? {} : { "x-quarterdeck-session": session }),
        ...connection,
      },
      ...(method === "POST" ? { body } : {}),
      signal: until,
    });

  /** Opens a connection in the protocol's sense; answers with what the instance said to the greeting. */
  async function greet(given: Message): Promise<Response> {
    connection = {};
    const response = await post(JSON.stringify(given));
    const id = response.headers.get("mcp-session-id");
    if (id !== null) connection = { "mcp-session-id": id };
    return response;
  }

  async function again(body: string): Promise<Response> {
    if (greeting === undefined) throw new Error("Not initialized");
    address = locate();
    for await (const _answer of answersOf(await greet(greeting))) {
      // The client has heard this already.
    }
    await drain(await post(JSON.stringify({ jsonrpc: "2.0", method: "notifications/initialized" })));
    return await post(body);
  }

  async function send(body: string, given: Message): Promise<Response> {
    if (given.method === "initialize") {
      greeting = given;
      address = locate();
      return await greet(given);
    }
    try {
      const response = await post(body);
      // It runs anew: with other connections, and another control token.
      if (response.status !== 404 && response.status !== 401) return response;
      await drain(response);
    } catch (error) {
      if (whileOpen.aborted) throw error;
    }
    return await again(body);
  }

  async function answer(response: Response, { id }: Message): Promise<void> {
    if (id === undefined) return await drain(response);
    if (!response.ok) {
      const text = (await response.text()).slice(0, 2000);
      tell(failure(id, `Quarterdeck refused (${response.status}): ${messageIn(text)}`));
      return;
    }
    let isAnswered = false;
    for await (const one of answersOf(response)) {
      isAnswered ||= one.id === id && one.method === undefined;
      tell(one);
    }
    if (!isAnswered) tell(failure(id, "Quarterdeck ended before it answered"));
  }

  /** Answers are waited for by the client; only the order in which messages are sent is kept here. */
  async function take(line: string): Promise<void> {
    const given = parsed(line);
    if (!given) return tell(failure(null, "Not a message of JSON-RPC", -32_700));
    const failed = (error: unknown): void => {
      if (given.id !== undefined) tell(failure(given.id, reasonOf(error)));
    };
    try {
      const response = await send(line, given);
      const answered = answer(response, given).catch(failed);
      if (given.method === "initialize") await answered;
    } catch (error) {
      failed(error);
    }
  }

  try {
    const lines = createLines(maximumMessageBytes);
    for await (const piece of input.iterator({ destroyOnReturn: false })) {
      for (const line of lines.take(Buffer.from(piece))) if (line.trim() !== "") await take(line);
      if (whileOpen.aborted) break;
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    ending.abort();
    if (connection["mcp-session-id"] !== undefined) {
      // Out of politeness: an instance that is gone has forgotten us anyway.
      await post("", "DELETE", AbortSignal.timeout(goodbyeMs)).then(drain, () => {});
    }
  }
}

function parsed(line: string): Message | null {
  try {
    return message.parse(JSON.parse(line));
  } catch {
    return null;
  }
}

/** The messages of an answer: one as JSON, or any number as events (the WHATWG's server-sent events, as our endpoint writes them). */
async function* answersOf(response: Response): AsyncGenerator<Message> {
  if (response.headers.get("content-type")?.includes("text/event-stream") !== true) {
    const text = await response.text();
    if (text !== "") yield message.parse(JSON.parse(text));
    return;
  }
  if (!response.body) return;
  const lines = createLines(maximumAnswerBytes);
  for await (const piece of response.body) {
    for (const line of lines.take(piece)) {
      if (line.startsWith("data:") && line.length > 6) yield message.parse(JSON.parse(line.slice(5)));
    }
  }
}

async function drain(response: Response): Promise<void> {
  await response.body?.cancel();
}

function failure(id: string | number | null, text: string, code = -32_000): object {
  return { jsonrpc: "2.0", id, error: { code, message: text } };
}

/** What our own errors say for people; anything else as it is. */
function messageIn(text: string): string {
  const { data } = z
    .object({ userMessage: z.string() })
    .or(
      z.object({ error: z.object({ message: z.string() }) }).transform(({ error }) => ({ userMessage: error.message })),
    )
    .safeParse(jsonOf(text));
  return data?.userMessage ?? text;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? `: ${error.cause.message}` : "";
  return `Quarterdeck cannot be reached: ${error instanceof Error ? error.message : String(error)}${cause}`;
}
