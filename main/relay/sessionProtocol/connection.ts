import type { IncomingMessage } from "node:http";
import type { WebSocket } from "ws";
import { AppError } from "#shared/errors/appError.ts";
import type { ErrorCode } from "#shared/errors/errorCatalogue.ts";
import type { Caller } from "../../core/caller.ts";
import type { Metrics } from "../../observability/createMetrics.ts";
import type { Log } from "../../observability/log.ts";
import { toAppError } from "../../observability/toAppError.ts";
import type { ConnectionLimit } from "../connectionLimit.ts";
import type { RelayDeps } from "../contract.ts";
import type { Admitted, Gate } from "../gate.ts";
import { minimumMessageBytes, type Rates } from "../limits/rates.ts";
import type { EndReason, LiveConnections } from "../liveConnections.ts";
import { type Channel, closeCodes, createChannel } from "./channel.ts";
import { createConversation } from "./conversation.ts";
import { type ClientMessage, type MessageProblem, readFields, readMessage } from "./messages.ts";
import { failureMessage, problemMessage } from "./protocolErrors.ts";
import { createSessionOutput } from "./sessionOutput.ts";

export interface ConnectionDeps {
  readonly live: LiveConnections;
  readonly connections: ConnectionLimit;
  readonly rates: Pick<Rates, "bytes" | "control">;
  readonly openSessionCalls: RelayDeps["openSessionCalls"];
  readonly log: Log;
  readonly metrics: Pick<Metrics, "countConnection" | "countError">;
  /** How long a client may take to authenticate. */
  readonly authenticateWithinMs?: number | undefined;
}

const defaultAuthenticateWithinMs = 15_000;
/** All frames before authentication together, their few bytes of framing included. */
const maximumBytesBeforeAuthentication = 65_536;

/** How a client came in: by an upgrade that has passed this gate. */
export interface Entry {
  readonly request: IncomingMessage;
  readonly gate: Gate;
}

/** Speaks with one client until either end closes. `admitted` is called once it has authenticated. */
export function serveConnection(
  client: WebSocket,
  entry: Entry,
  deps: ConnectionDeps,
  admitted: (caller: Caller) => void,
): void {
  const channel = createChannel(client);
  const waiting: string[] = [];
  const fail = (error: unknown): void => {
    channel.send(failureMessage(toAppError(error, { log: deps.log, countError: deps.metrics.countError })));
    channel.end(closeCodes.internal, "Something unexpected went wrong");
  };
  let hear = (frame: string): void => {
    hear = (later) => void waiting.push(later);
    admit(frame).catch(fail);
  };
  const admit = async (frame: string): Promise<void> => {
    const admission = await authenticate(frame, channel, entry, deps);
    if (!admission) return;
    stopLimits();
    admitted(admission.caller);
    const converse = openConversation(admission, { client, channel, entry }, deps);
    hear = converse;
    for (const each of [frame, ...waiting.splice(0)]) converse(each);
  };
  const stopLimits = limitStranger(client, entry.request, channel, deps);
  client.on("error", (error) => deps.log.debug("A client of the session protocol broke its rules", { error }));
  client.on("message", (data, isBinary) => {
    if (channel.isEnded) return;
    try {
      // A binary frame is none of this protocol's; as text it would be read as what it is not.
      hear(isBinary ? "" : data.toString());
    } catch (error) {
      fail(error);
    }
  });
}

/** Who the first frame's token or proof belongs to; null if it was refused, and then the connection has ended. */
async function authenticate(
  frame: string,
  channel: Channel,
  { request, gate }: Entry,
  { connections, log, metrics }: ConnectionDeps,
): Promise<Admission | null> {
  const fields = readFields(frame);
  try {
    if (!fields) {
      metrics.countError("INVALID_JSON");
      channel.send(problemMessage({ kind: "invalid-json" }));
      channel.end(closeCodes.unauthenticated, "Authentication failed");
      return null;
    }
    const { token, phone } = fields;
    if (phone === undefined && (typeof token !== "string" || token === ""))
      throw new AppError("UNAUTHENTICATED", { message: "The first frame must carry a token." });
    const admitted = await gate.authenticate(request, { token, phone });
    if (channel.isEnded) return null;
    return { ...admitted, leave: connections.take({ ...admitted, gate }) };
  } catch (error) {
    const refusal = toAppError(error, { log, countError: metrics.countError });
    metrics.countConnection("unknown", "refused");
    channel.send(failureMessage(refusal));
    channel.end(...farewellTo(refusal.code));
    return null;
  }
}

/** 4001 means that the credential is worth nothing. Whoever may come again, or met a fault of ours, must not take it for that. */
function farewellTo(code: ErrorCode): readonly [code: number, reason: string] {
  if (code === "UNAUTHENTICATED") return [closeCodes.unauthenticated, "Authentication failed"];
  if (code === "TOO_MANY_CONNECTIONS") return [closeCodes.tryAgainLater, "Too many connections"];
  if (code === "RATE_LIMITED") return [closeCodes.tryAgainLater, "Too many attempts"];
  return [closeCodes.internal, "Something unexpected went wrong"];
}

interface Admission extends Admitted {
  readonly leave: () => void;
}

interface Ends {
  readonly client: WebSocket;
  readonly channel: Channel;
  readonly entry: Entry;
}

/** Opens what an authenticated client may do; the answer hears its frames, the first one included. */
function openConversation(
  { caller, leave, address, asOf }: Admission,
  { client, channel, entry }: Ends,
  { live, log, metrics, openSessionCalls, rates }: ConnectionDeps,
): (frame: string) => void {
  const { credentialId } = caller;
  metrics.countConnection(caller.kind, "opened");
  client.once("close", () => {
    leave();
    metrics.countConnection(caller.kind, "closed");
  });
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
  const converse = createConversation({ calls, output, scopes: caller.scopes, send: channel.send, log });
  const forget = live.add({ credentialId, address, asOf, gate: entry.gate }, (reason) => {
    const [code, words] = goodbyes[caller.kind === "phone" && reason === "revoked" ? "phone" : reason];
    channel.end(code, words);
    output.link.close();
  });
  client.once("close", () => {
    forget();
    output.link.close();
  });
  const admit = createAdmission(credentialId, rates);
  let isFirst = true;
  return (frame) => {
    if (channel.isEnded) return;
    const message = readMessage(readFields(frame));
    const isWelcome = isFirst && "type" in message && message.type === "authenticate";
    isFirst = false;
    if (isWelcome) return channel.send(welcome(caller));
    const refusal = admit(message, frame.length);
    if (refusal) {
      metrics.countError(refusal.code);
      channel.send(failureMessage(refusal, "session_id" in message ? message.session_id : undefined));
    } else if ("kind" in message) {
      metrics.countError(message.kind === "invalid-json" ? "INVALID_JSON" : "VALIDATION");
      channel.send(problemMessage(message));
    } else converse(message);
  };
}

/** What a client is told when the server ends its connection. */
const goodbyes = {
  revoked: [closeCodes.unauthenticated, "The token was revoked"],
  phone: [closeCodes.unauthenticated, "What this phone may do has changed"],
  blocked: [closeCodes.notAllowed, "This address is blocked"],
  closing: [closeCodes.goingAway, "The listener is closing"],
} as const satisfies Record<EndReason | "phone", readonly [number, string]>;

/** What a client may send: so many control messages a minute, what is no message of ours included, and so many bytes a second. */
function createAdmission(
  client: string,
  { bytes, control }: ConnectionDeps["rates"],
): (message: ClientMessage | MessageProblem, length: number) => AppError | null {
  return (message, length) => {
    const isTyping = "type" in message && (message.type === "send_input" || message.type === "send_command");
    try {
      if (!isTyping) control.take(client);
      bytes.take(client, Math.max(length, minimumMessageBytes));
      return null;
    } catch (error) {
      if (error instanceof AppError) return error;
      throw error;
    }
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
