import { z } from "zod";
import { sessionId } from "#shared/contract/sessions.ts";
import { argumentList } from "#shared/contract/tools.ts";

/** Characters typed in one message; the command's Enter comes on top. */
const maximumInputLength = 65_535;
const text = z.string().max(maximumInputLength);
const bySession = { session_id: sessionId };
const toolName = z.string().trim().toLowerCase();

/** What a client may say. Fields that are not named here are ignored. */
const clientMessage = z.discriminatedUnion("type", [
  z.object({ type: z.literal("ping") }),
  z.object({ type: z.literal("authenticate") }),
  z.object({ type: z.literal("list_sessions") }),
  z.object({ type: z.literal("start_session"), tool_name: toolName, args: argumentList.optional() }),
  z.object({ type: z.literal("restart_session"), ...bySession }),
  z.object({ type: z.literal("stop_session"), ...bySession }),
  z.object({ type: z.literal("delete_session"), ...bySession }),
  z.object({ type: z.literal("send_command"), ...bySession, command: text }),
  z.object({ type: z.literal("send_input"), ...bySession, input: text }),
  z.object({ type: z.literal("read_output"), ...bySession }),
]);
export type ClientMessage = z.infer<typeof clientMessage>;

const types: ReadonlySet<string> = new Set(clientMessage.options.map(({ shape }) => shape.type.value));

/** Why a frame is no message of ours. */
export type MessageProblem =
  | { readonly kind: "invalid-json" }
  | { readonly kind: "unknown-type"; readonly messageType: string }
  | { readonly kind: "missing-field"; readonly field: string }
  | { readonly kind: "invalid-session-id"; readonly sessionId: string }
  | { readonly kind: "invalid-field"; readonly field: string; readonly reason: string };

/** The fields of a frame, or null if it is not one JSON object. A field that is null counts as left out. */
export function readFields(frame: string): Readonly<Record<string, unknown>> | null {
  try {
    const value: unknown = JSON.parse(frame);
    if (typeof value !== "object" || value === null || Array.isArray(value)) return null;
    return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== null));
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

/** Reads a message out of a frame's fields. Pure; what is wrong comes back as a value. */
export function readMessage(fields: Readonly<Record<string, unknown>> | null): ClientMessage | MessageProblem {
  if (!fields) return { kind: "invalid-json" };
  const type = fields.type;
  if (type === undefined) return { kind: "missing-field", field: "type" };
  if (typeof type !== "string" || !types.has(type)) return { kind: "unknown-type", messageType: shown(type) };
  const parsed = clientMessage.safeParse(fields);
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  const field = String(issue?.path[0] ?? "");
  if (fields[field] === undefined) return { kind: "missing-field", field };
  if (field === "session_id") return { kind: "invalid-session-id", sessionId: shown(fields[field]) };
  return { kind: "invalid-field", field, reason: issue?.message ?? "not valid" };
}

/** A client's own value as it is given back to it: never long. */
function shown(value: unknown): string {
  return (typeof value === "string" ? value : (JSON.stringify(value) ?? "")).slice(0, 100).toWellFormed();
}
