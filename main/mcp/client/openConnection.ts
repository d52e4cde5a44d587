import type { McpServer } from "#shared/configuration/chatSettings.ts";
import { AppError } from "#shared/errors/appError.ts";
import { boundedFetch } from "./boundedFetch.ts";
import { type ClientOptions, type McpConnection, startClient } from "./mcpConnection.ts";
import { ServerProblem } from "./serverProblem.ts";
import { StdioTransport } from "./stdioTransport.ts";
import { watchTransport } from "./watchedTransport.ts";

export interface OpenConnectionOptions extends ClientOptions {
  readonly server: McpServer;
  readonly withSecrets: (values: Readonly<Record<string, string>>) => Promise<Readonly<Record<string, string>>>;
}

/** Starts or reaches a server and agrees with it on the protocol. Rejects with a ServerProblem, or the signal's reason. */
export async function openConnection(options: OpenConnectionOptions): Promise<McpConnection> {
  const { server, withSecrets } = options;
  const secrets = await withSecrets(server.kind === "stdio" ? server.environment : server.headers).catch(
    (error: unknown) => {
      throw secretProblem(error);
    },
  );
  return server.kind === "stdio" ? await openStdio(server, secrets, options) : await openHttp(server, secrets, options);
}

type Values = Readonly<Record<string, string>>;

async function openStdio(
  { command, arguments: words }: McpServer & { kind: "stdio" },
  environment: Values,
  options: OpenConnectionOptions,
): Promise<McpConnection> {
  const { JSONRPCMessageSchema } = await import("@modelcontextprotocol/sdk/types.js");
  const parse = (value: unknown) => JSONRPCMessageSchema.parse(value);
  return await startClient(options, (onProblem) =>
    watchTransport(new StdioTransport({ command, arguments: words, environment, parse }), onProblem),
  );
}

/** Streamable HTTP; where a server refuses its first message as one of before 2025 does, the HTTP+SSE of then. */
async function openHttp(
  { url }: McpServer & { kind: "http" },
  headers: Values,
  options: OpenConnectionOptions,
): Promise<McpConnection> {
  const { StreamableHTTPClientTransport, StreamableHTTPError } = await import(
    "@modelcontextprotocol/sdk/client/streamableHttp.js"
  );
  // The SDK follows redirects within the origin alone: the headers' secrets go nowhere else.
  const given = { requestInit: { headers }, fetch: boundedFetch };
  try {
    return await startClient(options, (onProblem) =>
      watchTransport(new StreamableHTTPClientTransport(new URL(url), given), onProblem),
    );
  } catch (error) {
    const refusal = error instanceof ServerProblem ? error.cause : error;
    const status = refusal instanceof StreamableHTTPError ? (refusal.code ?? 0) : 0;
    // 400, 404, 405 and the like, by the protocol's "Backwards Compatibility"; not who refuses the key.
    if (status < 400 || status >= 500 || status === 401 || status === 403) throw error;
    const { SSEClientTransport } = await import("@modelcontextprotocol/sdk/client/sse.js");
    return await startClient(options, (onProblem) =>
      watchTransport(new SSEClientTransport(new URL(url), given), onProblem),
    );
  }
}

function secretProblem(error: unknown): unknown {
  if (!(error instanceof AppError)) return error;
  const name = String(error.details.name ?? "");
  return error.code === "SECRET_NOT_FOUND"
    ? new ServerProblem((texts) => texts.secretMissing(name), error)
    : new ServerProblem((texts) => texts.notStarted(error.code), error);
}
