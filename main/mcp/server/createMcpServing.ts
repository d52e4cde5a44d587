import { randomUUID } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import type { StreamableHTTPServerTransport } from "@modelcontextprotocol/sdk/server/streamableHttp.js";
import { z } from "zod";
import { sessionId } from "#shared/contract/sessions.ts";
import type { Caller } from "../../core/caller.ts";
import { type ClientServerDeps, createClientServer } from "./createClientServer.ts";

/** A request to the endpoint, let in already. `body` is parsed JSON; undefined where there is none. */
export interface McpRequest {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly body: unknown;
  readonly caller: Caller;
}

/** The app as an MCP server over streamable HTTP. */
export interface McpServing extends AsyncDisposable {
  /** Answers the request; resolves when the answer has begun. Rejects only for bugs, before anything was answered. */
  readonly handle: (request: McpRequest) => Promise<void>;
}

/** Clients that are connected at once; beyond it, who was silent longest has to connect anew. */
const maximumClients = 100;

/** A client's connection in the protocol's sense (`Mcp-Session-Id`), bound to the credential that opened it. */
interface Connection {
  readonly credentialId: string;
  readonly transport: StreamableHTTPServerTransport;
  openRequests: number;
}

const requestIds = z.union([z.array(z.unknown()).max(100), z.unknown().transform((one) => [one])]).transform((all) =>
  all.flatMap((one) => {
    const { data } = z.object({ id: z.union([z.string(), z.number()]), method: z.string() }).safeParse(one);
    return data ? [data.id] : [];
  }),
);

/** Serves any number of clients. Its libraries are loaded at the first request. */
export function createMcpServing(deps: ClientServerDeps): McpServing {
  // In the order of their last use.
  const connections = new Map<string, Connection>();
  let isClosed = false;

  async function open({ request, caller }: McpRequest): Promise<Connection> {
    const { StreamableHTTPServerTransport: Transport } = await import(
      "@modelcontextprotocol/sdk/server/streamableHttp.js"
    );
    const session = sessionId.safeParse(request.headers["x-quarterdeck-session"]).data;
    const server = await createClientServer(deps, { caller, session });
    const transport = new Transport({
      sessionIdGenerator: randomUUID,
      onsessioninitialized: (id) => {
        connections.set(id, connection);
        makeRoom(connections);
      },
    });
    const connection: Connection = { credentialId: caller.credentialId, transport, openRequests: 0 };
    server.onclose = () => {
      if (transport.sessionId !== undefined) connections.delete(transport.sessionId);
    };
    server.onerror = (error) => deps.log.debug("An MCP client sent what was not understood", { error });
    // The SDK's class declares its optional handlers without `undefined`; it is what `connect` takes all the same.
    await server.connect(transport as Parameters<typeof server.connect>[0]);
    return connection;
  }

  async function connectionFor(given: McpRequest): Promise<Connection | null> {
    const id = given.request.headers["mcp-session-id"];
    if (id === undefined) return await open(given);
    const connection = typeof id === "string" ? connections.get(id) : undefined;
    if (!connection || connection.credentialId !== given.caller.credentialId || typeof id !== "string") return null;
    connections.delete(id);
    connections.set(id, connection);
    return connection;
  }

  async function handle(given: McpRequest): Promise<void> {
    const { request, response, body } = given;
    const connection = isClosed ? null : await connectionFor(given);
    if (!connection) {
      // What the protocol says to a client that must initialize anew.
      refuse(response, 404, "There is no such MCP session; initialize again");
      return;
    }
    const { transport } = connection;
    connection.openRequests += 1;
    const ids = request.method === "POST" ? requestIds.parse(body) : [];
    response.once("close", () => {
      connection.openRequests -= 1;
      // Nobody can hear the answers any more, as nothing is kept to be fetched later: what was asked for is cancelled.
      if (response.writableFinished) return;
      for (const requestId of ids) {
        transport.onmessage?.({ jsonrpc: "2.0", method: "notifications/cancelled", params: { requestId } });
      }
    });
    await transport.handleRequest(request, response, body);
    // Refused, so that it never became a session: nothing refers to it.
    if (transport.sessionId === undefined) await transport.close();
  }

  return {
    handle,
    [Symbol.asyncDispose]: async () => {
      isClosed = true;
      await Promise.all([...connections.values()].map(({ transport }) => transport.close()));
    },
  };
}

function makeRoom(connections: Map<string, Connection>): void {
  if (connections.size <= maximumClients) return;
  const [silent] = [...connections.values()].filter(({ openRequests }) => openRequests === 0);
  const [oldest] = connections.values();
  void (silent ?? oldest)?.transport.close();
}

function refuse(response: ServerResponse, status: number, message: string): void {
  const error = { code: -32_001, message };
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify({ jsonrpc: "2.0", error, id: null }));
}
