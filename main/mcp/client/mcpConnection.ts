import type { Client } from "@modelcontextprotocol/sdk/client/index.js";
import type { Transport } from "@modelcontextprotocol/sdk/shared/transport.js";
import type { jsonSchemaValidator } from "@modelcontextprotocol/sdk/validation";
import { AppError } from "#shared/errors/appError.ts";
import { problemOf } from "./problemOf.ts";
import { quoted, ServerProblem } from "./serverProblem.ts";
import { readToolList, type ToolList, toolPage } from "./toolList.ts";
import { textOfResult, toolResult } from "./toolResult.ts";

export interface ClientOptions {
  /** Of this program, as servers are told. */
  readonly version: string;
  /** How long a server may take until it can be used, and for each request that is not a tool's. */
  readonly answerWithinMs: number;
  readonly signal: AbortSignal;
}

/** A server that can be used. */
export interface McpConnection extends AsyncDisposable {
  readonly version: string | null;
  /** Resolves with the reason when it cannot be used any more, also when it was disposed. */
  readonly ended: Promise<ServerProblem>;
  listTools(): Promise<ToolList>;
  /** The server's tools are other ones now. */
  onToolsChanged(listener: () => void): void;
  /** Rejects with TOOL_CALL_FAILED, TIMEOUT, a ServerProblem when the connection ends, or the signal's reason. */
  callTool(
    name: string,
    input: Readonly<Record<string, unknown>>,
    options: {
      readonly signal: AbortSignal;
      readonly onProgress: (text: string) => void;
      readonly timeoutMs: number;
    },
  ): Promise<{ readonly text: string; readonly isError: boolean }>;
}

/** Connects a client of the SDK; what fails on the way closes the transport. Rejects with a ServerProblem, or the signal's reason. */
export async function startClient(
  { answerWithinMs, signal, version }: ClientOptions,
  openTransport: (onProblem: (error: Error) => void) => Transport,
): Promise<McpConnection> {
  const { Client: SdkClient } = await import("@modelcontextprotocol/sdk/client/index.js");
  signal.throwIfAborted();
  const client = new SdkClient({ name: "quarterdeck", version }, { jsonSchemaValidator: noValidation });
  const ended = Promise.withResolvers<ServerProblem>();
  let problem: ServerProblem | undefined;
  const end = (error: unknown): void => {
    problem ??= problemOf(error);
    ended.resolve(problem);
  };
  const looked = createLook(client, answerWithinMs, end);
  const transport = openTransport((error) => (error instanceof ServerProblem ? end(error) : looked()));
  const close = async (): Promise<void> => {
    end(new ServerProblem((texts) => texts.stopped));
    await client.close();
    await transport.close();
  };
  // A server that floods while it starts is not waited for.
  const failed = ended.promise.then((reason) => Promise.reject(reason));
  failed.catch(() => {});
  try {
    const connected = client.connect(transport, { timeout: answerWithinMs, signal });
    connected.catch(() => {});
    await Promise.race([connected, failed]);
  } catch (error) {
    const reason = problem ?? problemOf(error);
    await close();
    signal.throwIfAborted();
    throw reason;
  }
  // Not before: a client that cannot connect closes itself first and says why afterwards.
  client.onclose = () => end(new ServerProblem((texts) => texts.connectionLost));
  return {
    version: client.getServerVersion()?.version.slice(0, 60) ?? null,
    ended: ended.promise,
    listTools: () => listTools(client, answerWithinMs),
    onToolsChanged: (listener) => {
      client.fallbackNotificationHandler = async ({ method }) => {
        if (method === "notifications/tools/list_changed") listener();
      };
    },
    callTool: (name, input, options) =>
      callTool(client, { name, arguments: input }, options).catch((error: unknown) => {
        options.signal.throwIfAborted();
        if (error instanceof AppError) throw error;
        const reason = problem ?? problemOf(error);
        end(reason);
        throw reason;
      }),
    [Symbol.asyncDispose]: close,
  };
}

/** Something went wrong beside a request: whether the server still answers decides what it was. */
function createLook(client: Client, withinMs: number, end: (error: unknown) => void): () => void {
  let isLooking = false;
  return () => {
    if (isLooking || client.getServerCapabilities() === undefined) return;
    isLooking = true;
    client
      .ping({ timeout: withinMs })
      .catch(end)
      .finally(() => {
        isLooking = false;
      });
  };
}

async function listTools(client: Client, timeout: number): Promise<ToolList> {
  if (client.getServerCapabilities()?.tools === undefined) return { tools: [], leftOut: 0 };
  return await readToolList(async (cursor) => {
    const params = cursor === undefined ? {} : { cursor };
    return await client.request({ method: "tools/list", params }, toolPage, { timeout });
  });
}

type CallOptions = Parameters<McpConnection["callTool"]>[2];

/** Codes of JSON-RPC and of the SDK (types.ts, ErrorCode). */
const requestTimeout = -32_001;
const connectionClosed = -32_000;

async function callTool(
  client: Client,
  params: { name: string; arguments: Readonly<Record<string, unknown>> },
  { signal, onProgress, timeoutMs }: CallOptions,
): Promise<{ text: string; isError: boolean }> {
  try {
    const result = await client.request({ method: "tools/call", params }, toolResult, {
      signal,
      timeout: timeoutMs,
      onprogress: ({ progress, total, message }) => {
        const share = total ? `${Math.floor((progress / total) * 100)} %` : String(progress);
        onProgress(message === undefined ? share : quoted(message));
      },
    });
    return { text: textOfResult(result), isError: result.isError ?? false };
  } catch (error) {
    const { McpError } = await import("@modelcontextprotocol/sdk/types.js");
    if (signal.aborted || !(error instanceof McpError) || error.code === connectionClosed) throw error;
    if (error.code === requestTimeout) throw new AppError("TIMEOUT", { cause: error });
    // The server's word on this call: the model may do better the next time.
    return { text: quoted(error.message), isError: true };
  }
}

/** Results of tools go to models as text: that their structure is what the server promised does not matter. */
const noValidation: jsonSchemaValidator = {
  getValidator: () => () => ({ valid: false, data: undefined, errorMessage: "not validated" }),
};
