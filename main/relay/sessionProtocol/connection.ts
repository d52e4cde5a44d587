import type { IncomingMessage } from "node:http";
import type { WebSocket } from "ws";
import { AppError } from "#shared/errors/appError.ts";
import type { Caller } from "../../core/caller.ts";
import type { Metrics } from "../../observability/createMetrics.ts";
import type { Log } from "../../observability/log.ts";
import { toAppError } from "../../observability/toAppError.ts";
import type { ConnectionLimit } from "../connectionLimit.ts";
import type { RelayDeps } from "../contract.ts";
import type { Gate } from "../gate.ts";
import type { LiveConnections } from "../liveConnections.ts";
import { type Channel, closeCodes, createChannel } from "./channel.ts";
import { createConversation } from "./conversation.ts";
import { readFields, readMessage } from "./messages.ts";
import { failureMessage, problemMessage } from "./protocolErrors.ts";
import { createSessionOutput } from "./sessionOutput.ts";

export interface ConnectionDeps {
  readonly gate: Pick<Gate, "authenticate">;
  readonly live: LiveConnections;
  readonly connections: ConnectionLimit;
  readonly openSessionCalls: RelayDeps["openSessionCalls"];
  readonly log: Log;
  readonly metrics: Pick<Metrics, "countConnection" | "countError">;
  /** How long a client may take to authenticate. */
  readonly authenticateWithinMs?: number | undefined;
}

const defaultAuthenticateWithinMs = 15_000;
/** All frames before authentication together, their few bytes of framing included. */
const maximumBytesBeforeAuthentication = 65_536;

/** Speaks with one client until either end closes. `admitted` is called once it has authenticated. */
export function serveConnection(
  client: WebSocket,
  request: IncomingMessage,
  deps: ConnectionDeps,
  admitted: () => void,
): void {
  const channel = createChannel(client);
  const waiting: string[] = [];
  let hear = (frame: string): void => {
    hear = (later) => void waiting.push(later);
    admit(frame).catch((error: unknown) => {
      channel.send(failureMessage(toAppError(error, { log: deps.log, countError: deps.metrics.countError })));
      channel.end(closeCodes.internal, "Something unexpected went wrong");
    });
  };
  const admit = async (frame: string): Promise<void> => {
    const admission = await authenticate(frame, channel, request, deps);
    if (!admission) return;
    stopLimits();
    admitted();
    hear = openConversation(admission, client, channel, deps);
    for (const each of [frame, ...waiting.splice(0)]) hear(each);
  };
  const stopLimits = limitStranger(client, request, channel, deps);
  client.on("error", (error) => deps.log.debug("A client of the session protocol broke its rules", { error }));
  client.on("message", (data, isBinary) => {
    // A binary frame is none of this protocol's; as text it would be read as what it is not.
    if (!channel.isEnded) hear(isBinary ? "" : data.toString());
  });
}

/** Who the first frame's token belongs to; null if it was refused, and then the connection has ended. */
async function authenticate(
  frame: string,
  channel: Channel,
  request: IncomingMessage,
  { connections, gate, log, metrics }: ConnectionDeps,
): Promise<Admission | null> {
  const fields = readFields(frame);
  try {
    if (!fields) {
      metrics.countError("INVALID_JSON");
      channel.send(problemMessage({ kind: "invalid-json" }));
      channel.end(closeCodes.unauthenticated, "Authentication failed");
      return null;
    }
    const token = fields.token;
    if (typeof token !== "string" || token === "" || token.length > 512)
      throw new AppError("UNAUTHENTICATED", { message: "The first frame must carry a token." });
    const caller = await gate.authenticate(request, token);
    if (channel.isEnded) return null;
    return { caller, leave: connections.take() };
  } catch (error) {
    const refusal = toAppError(error, { log, countError: metrics.countError });
    metrics.countConnection("unknown", "refused");
    channel.send(failureMessage(refusal));
    const isFull = refusal.code === "TOO_MANY_CONNECTIONS";
    channel.end(
      isFull ? closeCodes.tryAgainLater : closeCodes.unauthenticated,
      isFull ? "Too many connections" : "Authentication failed",
    );
    return null;
  }
}

interface Admission {
  readonly caller: Caller;
  readonly leave: () => void;
}

/** Opens what an authenticated client may do; the answer hears its frames, the first one included. */
function openConversation(
  { caller, leave }: Admission,
  client: WebSocket,
  channel: Channel,
  { live, log, metrics, openSessionCalls }: ConnectionDeps,
): (frame: string) => void {
  const output = createSessionOutput((session, text, isFresh, sent) =>
    channel.send(
      {
        type: "output",
        session_id: session,
        output: text,
        timestamp: new Date().toISOString(),
        ...(isFresh ? { fresh: true } : {}),
      },
      sent,
    ),
  );
  const calls = openSessionCalls(output.link, caller);
  metrics.countConnection(caller.kind, "opened");
  const close = (): void => {
    forget();
    output.link.close();
  };
  client.once("close", () => {
    close();
    leave();
    metrics.countConnection(caller.kind, "closed");
  });
  let isFirst = true;
  const converse = createConversation({ calls, output, scopes: caller.scopes, send: channel.send, log });
  const forget = live.add(caller.credentialId, () => {
    channel.end(closeCodes.unauthenticated, "The token was revoked");
    output.link.close();
  });
  return (frame) => {
    if (channel.isEnded) return;
    const message = readMessage(readFields(frame));
    const wasFirst = isFirst;
    isFirst = false;
    if ("kind" in message) {
      metrics.countError(message.kind === "invalid-json" ? "INVALID_JSON" : "VALIDATION");
      channel.send(problemMessage(message));
    } else if (wasFirst && message.type === "authenticate") channel.send(welcome(caller));
    else converse(message);
  };
}

function welcome({ credentialId, label, scopes }: Caller) {
  return { type: "auth_success", message: "Authenticated", user_id: credentialId, username: label, scopes };
}

/** Ends who takes too long or sends too much before it has authenticated. The answer lifts both limits. */
function limitStranger(
  client: WebSocket,
  request: IncomingMessage,
  channel: Channel,
  { authenticateWithinMs = defaultAuthenticateWithinMs }: ConnectionDeps,
): () => void {
  let bytes = 0;
  const count = (chunk: Buffer): void => {
    bytes += chunk.length;
    if (bytes <= maximumBytesBeforeAuthentication) return;
    channel.send(failureMessage(new AppError("UNAUTHENTICATED", { message: "Too much before authentication." })));
    channel.end(closeCodes.tooLarge, "Too much before authentication");
    // Room to read the goodbye; who sends on is cut off.
    if (bytes > 4 * maximumBytesBeforeAuthentication) client.terminate();
  };
  const timer = setTimeout(() => {
    channel.send(failureMessage(new AppError("UNAUTHENTICATED", { message: "No token came in time." })));
    channel.end(closeCodes.unauthenticated, "Authentication timed out");
  }, authenticateWithinMs);
  // Counted before the WebSocket reads it: what is too much must not be taken for a first frame.
  request.socket.prependListener("data", count);
  const stop = (): void => {
    clearTimeout(timer);
    request.socket.off("data", count);
  };
  client.once("close", stop);
  return stop;
}
