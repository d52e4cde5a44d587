import { StandardRPCJsonSerializer, StandardRPCSerializer } from "@orpc/client/standard";
import {
  type DecodedRequestMessage,
  deserializeRequestMessage,
  MessageType,
  type ServerPeerHandleRequestFn,
} from "@orpc/standard-server-peer";
import { z } from "zod";
import { AppError } from "#shared/errors/appError.ts";
import { maximumRpcMessageLength } from "#shared/link/limits.ts";
import { toWireError } from "./callErrors.ts";

export type WireResponse = Awaited<ReturnType<ServerPeerHandleRequestFn>>;

/** The client's number for a call; short, because it comes back in every message of the call. */
const callId = z.string().min(1).max(64);

/** What a client may send: a call, or the wish to abort one. No call of ours takes a stream as input. */
const requestMessage = z.discriminatedUnion("t", [
  z.object({
    i: callId,
    t: z.literal(MessageType.REQUEST).default(MessageType.REQUEST),
    p: z.object({
      u: z.string().regex(/^\//).max(500),
      b: z.unknown().optional(),
      h: z.record(z.string(), z.union([z.string(), z.array(z.string())])).optional(),
      m: z.string().max(10).optional(),
    }),
  }),
  z.object({ i: callId, t: z.literal(MessageType.ABORT_SIGNAL), p: z.unknown().optional() }),
]);

const serializer = new StandardRPCSerializer(new StandardRPCJsonSerializer());

/** Reads one rpc message of a client, or says what is wrong with it: VALIDATION (too long), INVALID_JSON or INVALID_FRAME. */
export function readRequest(raw: string | Uint8Array): DecodedRequestMessage | AppError {
  if (typeof raw !== "string") return new AppError("INVALID_FRAME", { message: "Calls are text, not binary." });
  if (raw.length > maximumRpcMessageLength) {
    return new AppError("VALIDATION", { message: `A call has at most ${maximumRpcMessageLength} characters.` });
  }
  const message = parseJson(raw);
  if (message === undefined) return new AppError("INVALID_JSON");
  const request = requestMessage.safeParse(message);
  if (!request.success) return new AppError("INVALID_FRAME", { message: "This is not a call.", cause: request.error });
  const { i, t, p } = request.data;
  return deserializeRequestMessage({ i, t, p });
}

/** An error as the answer to a call that no handler saw. */
export function refuse(error: AppError): WireResponse {
  return { status: error.status, headers: {}, body: serializer.serialize(toWireError(error).toJSON()) };
}

/** The answer to a message that could not be read; it names the call where its number can still be recognised. */
export function refuseUnreadable(raw: string | Uint8Array, error: AppError): string {
  const { status, body } = refuse(error);
  const id = typeof raw === "string" ? /^\{"i":"([\w-]{1,64})"/.exec(raw)?.[1] : undefined;
  return JSON.stringify({ i: id ?? "", p: { s: status, b: body } });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // The answer says so; the parser's own words would repeat the input.
    return undefined;
  }
}
