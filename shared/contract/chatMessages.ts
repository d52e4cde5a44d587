import { z } from "zod";
import { errorShape } from "../errors/appError.ts";
import { usage } from "./models.ts";

const uuid = z.string().regex(/^[a-f0-9]{8}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{4}-[a-f0-9]{12}$/, "not an id");
export const conversationId = uuid;
/** Chosen by the client for what a person sends: the same id is the same message, however often it comes. */
export const messageId = uuid;
export const attachmentId = uuid;

export const chatLimits = {
  textLength: 200_000,
  attachments: 20,
  attachmentBytes: 20 * 1024 * 1024,
  /** Of an upload's piece, before base64. */
  pieceBytes: 384 * 1024,
} as const;

export const attachment = z.object({
  id: attachmentId,
  name: z.string().min(1).max(255),
  mediaType: z.string().max(127),
  bytes: z.number().int().nonnegative(),
});
export type Attachment = z.infer<typeof attachment>;

export const toolCallState = z.enum([
  "pending",
  "asking",
  "running",
  "done",
  "failed",
  "timed-out",
  "denied",
  "cancelled",
]);

/** A tool call, told apart from others by its id alone. Times are milliseconds since the epoch. */
export const toolCall = z.object({
  kind: z.literal("tool-call"),
  id: z.string().max(128),
  /** `app.list_sessions`, `github.create_issue`. */
  tool: z.string().max(160),
  /** JSON text, as the model wrote it. */
  arguments: z.string(),
  state: toolCallState,
  progress: z.string().nullable(),
  /** What the model was given, cut to 100,000 characters. */
  result: z.string().nullable(),
  error: z.string().nullable(),
  startedAt: z.number().nullable(),
  endedAt: z.number().nullable(),
  /** The attention item that asks for permission. */
  attention: z.string().nullable(),
});
export type ToolCall = z.infer<typeof toolCall>;

export const messagePart = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("text"), text: z.string() }),
  z.object({ kind: z.literal("reasoning"), text: z.string() }),
  z.object({ kind: z.literal("attachment"), attachment }),
  toolCall,
]);
export type MessagePart = z.infer<typeof messagePart>;

/**
 * `waiting`: not sent yet, a state of clients alone; `streaming`: being answered; `interrupted`: cut off by a crash or a restart. An
 * answer that is `interrupted` or `failed` can be resumed. What a person sent is `done` when it is on disk: its answer has its own state.
 */
export const messageState = z.enum(["waiting", "streaming", "done", "stopped", "failed", "interrupted"]);

/** Messages form a tree: an edited or regenerated one is a sibling; a conversation shows the path to its head. */
export const message = z.object({
  id: messageId,
  conversation: conversationId,
  parent: messageId.nullable(),
  role: z.enum(["user", "assistant"]),
  parts: z.array(messagePart),
  state: messageState,
  error: errorShape.nullable(),
  /** Which model answered; its fallback if that one did. */
  model: z.object({ key: z.string(), name: z.string(), isFallback: z.boolean() }).nullable(),
  /** Calls to the provider so far, and when the next is due; for "retrying, 2 of 3, in 4 s". */
  retry: z.object({ attempt: z.number().int(), attempts: z.number().int(), nextAt: z.number().nullable() }).nullable(),
  usage: usage.nullable(),
  createdAt: z.number(),
  endedAt: z.number().nullable(),
  /** All versions of this message, itself among them, oldest first. */
  siblings: z.array(messageId),
});
export type Message = z.infer<typeof message>;
