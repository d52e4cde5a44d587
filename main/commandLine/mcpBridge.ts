import type { Readable, Writable } from "node:stream";
import { createLines } from "../mcp/client/lines.ts";
import type { InstanceAddress } from "./client.ts";
import { answersOf, failure, type Message, messageIn, refusalIn } from "./mcpMessages.ts";

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

/** Of one message, in bytes: what the endpoint takes. */
const maximumMessageBytes = 1_048_576;
const goodbyeMs = 1_000;

/**
 * Carries messages of the Model Context Protocol between a client on stdio and the endpoint of a running instance. Nothing but messages
 * goes to `output`. When the instance has restarted meanwhile, it is found and greeted again, unseen by the client. Resolves when the
 * input has ended or the signal aborts; what was open then is cancelled at the instance, because its connection ends.
 */
export async function runMcpBridge(options: McpBridgeOptions): Promise<void> {
  const { input, signal } = options;
  const bridge = new McpBridge(options);
  try {
    const lines = createLines(maximumMessageBytes);
    for await (const piece of input.iterator({ destroyOnReturn: false })) {
      for (const line of lines.take(Buffer.from(piece))) if (line.trim() !== "") await bridge.take(line);
      if (signal.aborted) break;
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  } finally {
    await bridge.close();
  }
}

class McpBridge {
  readonly #options: McpBridgeOptions;
  readonly #ending = new AbortController();
  readonly #whileOpen: AbortSignal;
  #address: InstanceAddress;
  /** The header of the connection in the protocol's sense. */
  #connection: Readonly<Record<string, string>> = {};
  /** What the client began with, for an instance that has never heard it. */
  #greeting: Message | undefined;

  constructor(options: McpBridgeOptions) {
    this.#options = options;
    this.#whileOpen = AbortSignal.any([options.signal, this.#ending.signal]);
    this.#address = options.locate();
  }

  /** Sends one message on. Resolves when the next may follow: the order is kept, but answers are not waited for. */
  async take(line: string): Promise<void> {
    const given = messageIn(line);
    if (!given) return this.#tell(failure(null, "Not a message of JSON-RPC", -32_700));
    const failed = (error: unknown): void => {
      if (given.id !== undefined) this.#tell(failure(given.id, reasonOf(error)));
    };
    try {
      const response = await this.#send(line, given);
      const answered = this.#answer(response, given).catch(failed);
      if (given.method === "initialize") await answered;
    } catch (error) {
      failed(error);
    }
  }

  /** Ends what is open, and says goodbye. */
  async close(): Promise<void> {
    this.#ending.abort();
    if (Object.keys(this.#connection).length === 0) return;
    // Out of politeness: an instance that is gone has forgotten us anyway.
    await this.#request("DELETE", undefined, AbortSignal.timeout(goodbyeMs)).then(drain, () => {});
  }

  async #send(body: string, given: Message): Promise<Response> {
    if (given.method === "initialize") {
      this.#greeting = given;
      this.#address = this.#options.locate();
      return await this.#greet(given);
    }
    try {
      const response = await this.#request("POST", body);
      // It was restarted: it has other connections and another control token.
      if (response.status !== 404 && response.status !== 401) return response;
      await drain(response);
    } catch (error) {
      if (this.#whileOpen.aborted) throw error;
    }
    return await this.#sendAnew(body);
  }

  async #sendAnew(body: string): Promise<Response> {
    if (this.#greeting === undefined) throw new Error("Nothing was initialized");
    this.#address = this.#options.locate();
    for await (const _heardBefore of answersOf(await this.#greet(this.#greeting))) {
      // Read to its end: the connection may be used only then.
    }
    const initialized = { jsonrpc: "2.0", method: "notifications/initialized" };
    await drain(await this.#request("POST", JSON.stringify(initialized)));
    return await this.#request("POST", body);
  }

  /** Opens a connection in the protocol's sense. */
  async #greet(greeting: Message): Promise<Response> {
    this.#connection = {};
    const response = await this.#request("POST", JSON.stringify(greeting));
    const id = response.headers.get("mcp-session-id");
    if (id !== null) this.#connection = { "mcp-session-id": id };
    return response;
  }

  /** The instance sends a comment every 15 s while a person thinks, so that fetch does not take it for silent. */
  #request(method: "POST" | "DELETE", body: string | undefined, signal = this.#whileOpen): Promise<Response> {
    const { session } = this.#options;
    return fetch(`${this.#address.url}/mcp`, {
      method,
      headers: {
        authorization: `Bearer ${this.#address.token}`,
        accept: "application/json, text/event-stream",
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...(session === undefined ? {} : { "x-quarterdeck-session": session }),
        ...this.#connection,
      },
      ...(body === undefined ? {} : { body }),
      signal,
    });
  }

  async #answer(response: Response, { id }: Message): Promise<void> {
    if (id === undefined) return await drain(response);
    if (!response.ok) {
      const said = refusalIn((await response.text()).slice(0, 2000));
      this.#tell(failure(id, `Quarterdeck refused (${response.status}): ${said}`));
      return;
    }
    let isAnswered = false;
    for await (const one of answersOf(response)) {
      isAnswered ||= one.id === id && one.method === undefined;
      this.#tell(one);
    }
    // Also of a call that was cancelled: clients pass over the answer to what they do not wait for.
    if (!isAnswered) this.#tell(failure(id, "Quarterdeck ended before it answered"));
  }

  #tell(message: object): void {
    if (!this.#whileOpen.aborted) this.#options.output.write(`${JSON.stringify(message)}\n`);
  }
}

async function drain(response: Response): Promise<void> {
  await response.body?.cancel();
}

function reasonOf(error: unknown): string {
  const cause = error instanceof Error && error.cause instanceof Error ? `: ${error.cause.message}` : "";
  return `Quarterdeck cannot be reached: ${error instanceof Error ? error.message : String(error)}${cause}`;
}
