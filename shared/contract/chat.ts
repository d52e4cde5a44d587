import { eventIterator } from "@orpc/contract";
import { z } from "zod";
import { toolPermission } from "../configuration/chatSettings.ts";
import { attachment, attachmentId, chatLimits, conversationId, message, messageId } from "./chatMessages.ts";
import { flag } from "./flag.ts";
import { modelKey, usage } from "./models.ts";
import { mutation, query } from "./procedure.ts";

export const conversation = z.object({
  id: conversationId,
  title: z.string().max(200),
  isPinned: z.boolean(),
  createdAt: z.number(),
  updatedAt: z.number(),
  /** Null uses the model for chat. */
  model: modelKey.nullable(),
  systemPrompt: z.string().max(32_000),
  head: messageId.nullable(),
  branchedFrom: z.object({ conversation: conversationId, message: messageId }).nullable(),
  messages: z.number().int(),
  /** The last text, cut to 200 characters. */
  preview: z.string(),
  state: z.enum(["idle", "answering", "asking", "interrupted"]),
  usage,
  /** How full the model's window is, and up to which message older turns are summarised. */
  context: z.object({
    usedTokens: z.number().int(),
    windowTokens: z.number().int(),
    summarisedUpTo: messageId.nullable(),
    summary: z.string().nullable(),
    isSummarising: z.boolean(),
  }),
});
export type Conversation = z.infer<typeof conversation>;

/** The list: a snapshot of the newest, then changes numbered without a gap; after a gap a fresh snapshot. */
export const conversationsEvent = z.discriminatedUnion("kind", [
  z.object({
    kind: z.literal("snapshot"),
    sequence: z.number().int(),
    conversations: z.array(conversation),
    total: z.number().int(),
  }),
  z.object({ kind: z.literal("changed"), sequence: z.number().int(), conversation }),
  z.object({ kind: z.literal("deleted"), sequence: z.number().int(), id: conversationId }),
]);
export type ConversationsEvent = z.infer<typeof conversationsEvent>;

/**
 * One conversation: a snapshot of its path, then changes. A piece of text says where it begins, in UTF-16 units of that part: who
 * has less asks anew, who has more ignores what it has. So nothing is missing and nothing doubled after a reconnect.
 */
export const conversationEvent = z.discriminatedUnion("kind", [
  z.object({ kind: z.literal("snapshot"), conversation, messages: z.array(message) }),
  z.object({ kind: z.literal("conversation"), conversation }),
  /** Changed, with all text so far; or, where it is not known, new at the path's end. */
  z.object({ kind: z.literal("message"), message }),
  z.object({
    kind: z.literal("text"),
    message: messageId,
    part: z.number().int().nonnegative(),
    partKind: z.enum(["text", "reasoning"]),
    from: z.number().int().nonnegative(),
    text: z.string(),
  }),
  /** The path has changed (edit, regenerate, another version chosen): these messages are shown now. */
  z.object({ kind: z.literal("path"), messages: z.array(message) }),
  z.object({ kind: z.literal("deleted") }),
]);
export type ConversationEvent = z.infer<typeof conversationEvent>;

export const conversationMatch = z.object({
  conversation: conversationId,
  title: z.string(),
  message: messageId.nullable(),
  text: z.string(),
  /** Where in `text` the match lies, in UTF-16 units. */
  start: z.number().int(),
  length: z.number().int(),
  at: z.number(),
});
export type ConversationMatch = z.infer<typeof conversationMatch>;

export const chatTool = z.object({
  name: z.string(),
  server: z.object({ key: z.string(), name: z.string() }),
  description: z.string(),
  permission: toolPermission,
  /** Whether the permission was set by the user; else it is the tool's default. */
  isSet: z.boolean(),
});
export type ChatTool = z.infer<typeof chatTool>;

export const mcpServerState = z.object({
  key: z.string(),
  name: z.string(),
  kind: z.enum(["stdio", "http"]),
  state: z.discriminatedUnion("kind", [
    z.object({ kind: z.literal("off") }),
    z.object({ kind: z.literal("starting") }),
    z.object({ kind: z.literal("ready"), tools: z.number().int(), version: z.string().nullable() }),
    z.object({ kind: z.literal("failed"), reason: z.string(), nextAt: z.number().nullable() }),
  ]),
});
export type McpServerState = z.infer<typeof mcpServerState>;

const byId = z.object({ id: conversationId });
const byMessage = byId.extend({ message: messageId });
const missing = ["CONVERSATION_NOT_FOUND"] as const;
const turnErrors = [
  ...missing,
  "MESSAGE_NOT_FOUND",
  "CONVERSATION_BUSY",
  "MODEL_NOT_CONFIGURED",
  "VALIDATION",
] as const;

/** Chats are the user's own: reading needs `watch`, everything that a model is asked for `steer`. */
export const chatContract = {
  list: query("watch")
    .route({ method: "GET", path: "/conversations", summary: "Conversations, pinned ones first, then the latest" })
    .input(
      z.object({
        offset: z.coerce.number().int().min(0).default(0),
        limit: z.coerce.number().int().min(1).max(500).default(100),
      }),
    )
    .output(z.object({ conversations: z.array(conversation), total: z.number().int() })),
  changes: query("watch")
    .route({ method: "GET", path: "/conversations/changes", summary: "The newest conversations, then every change" })
    .output(eventIterator(conversationsEvent)),
  search: query("watch")
    .route({ method: "GET", path: "/conversations/search", summary: "Search titles and texts" })
    .input(
      z.object({
        query: z.string().trim().min(1).max(200),
        limit: z.coerce.number().int().min(1).max(200).default(50),
      }),
    )
    .output(z.array(conversationMatch)),
  create: mutation("steer")
    .route({ method: "POST", path: "/conversations", summary: "Begin a conversation" })
    .input(
      z.object({
        id: conversationId.optional(),
        title: z.string().trim().max(200).optional(),
        model: modelKey.optional(),
        systemPrompt: z.string().max(32_000).optional(),
      }),
    )
    .output(conversation),
  get: query("watch", missing)
    .route({ method: "GET", path: "/conversations/{id}", summary: "A conversation with the messages of its path" })
    .input(byId)
    .output(z.object({ conversation, messages: z.array(message) })),
  follow: query("watch", missing)
    .route({
      method: "GET",
      path: "/conversations/{id}/changes",
      summary: "A conversation, then every change, streaming text included",
    })
    .input(byId)
    .output(eventIterator(conversationEvent)),
  update: mutation("steer", missing)
    .route({
      method: "PATCH",
      path: "/conversations/{id}",
      summary: "Rename, pin, choose the model or the system prompt",
    })
    .input(
      byId.extend({
        title: z.string().trim().min(1).max(200).optional(),
        isPinned: z.boolean().optional(),
        model: modelKey.nullable().optional(),
        systemPrompt: z.string().max(32_000).optional(),
      }),
    )
    .output(conversation),
  /** Kept for ten minutes, so that it can be taken back. */
  delete: mutation("steer", missing)
    .route({ method: "DELETE", path: "/conversations/{id}", summary: "Delete a conversation" })
    .input(byId)
    .output(byId),
  restore: mutation("steer", missing)
    .route({ method: "POST", path: "/conversations/{id}/restore", summary: "Take a deletion back" })
    .input(byId)
    .output(conversation),
  /**
   * Acknowledges the message (kept on disk, with its answer begun) at once; what the model says comes through `follow`. The same
   * `message` again answers the same and never runs twice. While another one is being answered it is CONVERSATION_BUSY, not queued.
   */
  send: mutation("steer", turnErrors)
    .route({
      method: "POST",
      path: "/conversations/{id}/messages",
      summary: "Send a message; the answer comes as a stream of changes",
    })
    .input(
      byMessage.extend({
        text: z.string().max(chatLimits.textLength),
        attachments: z.array(attachmentId).max(chatLimits.attachments).default([]),
        /** Where it goes; the head if left out. An earlier message makes another version (edit and resend). */
        parent: messageId.nullable().optional(),
      }),
    )
    .output(message),
  /** Another answer to the same question; also after a failure, and to go on after an interruption. */
  regenerate: mutation("steer", turnErrors)
    .route({
      method: "POST",
      path: "/conversations/{id}/messages/{message}/regenerate",
      summary: "Answer a message anew",
    })
    .input(byMessage.extend({ answer: messageId, model: modelKey.optional() }))
    .output(message),
  resume: mutation("steer", turnErrors)
    .route({
      method: "POST",
      path: "/conversations/{id}/messages/{message}/resume",
      summary: "Go on with an interrupted answer",
    })
    .input(byMessage)
    .output(message),
  stop: mutation("steer", missing)
    .route({ method: "POST", path: "/conversations/{id}/stop", summary: "Stop the answer, its tools included" })
    .input(byId)
    .output(conversation),
  /** Shows the path through this version. */
  choose: mutation("steer", [...missing, "MESSAGE_NOT_FOUND", "CONVERSATION_BUSY"])
    .route({ method: "POST", path: "/conversations/{id}/messages/{message}/choose", summary: "Show another version" })
    .input(byMessage)
    .output(conversation),
  branch: mutation("steer", [...missing, "MESSAGE_NOT_FOUND"])
    .route({
      method: "POST",
      path: "/conversations/{id}/messages/{message}/branch",
      summary: "A new conversation that begins with this one up to a message",
    })
    .input(byMessage.extend({ newId: conversationId.optional() }))
    .output(conversation),
  /** Piece by piece; the first makes it, `isLast` ends it. Repeating a piece is harmless. */
  upload: mutation("steer", ["ATTACHMENT_INVALID", "DISK_FULL"])
    .route({ method: "POST", path: "/attachments/{id}", summary: "Upload an image or a text file, a piece at a time" })
    .input(
      z.object({
        id: attachmentId,
        name: z.string().min(1).max(255),
        mediaType: z.string().max(127),
        offset: z.number().int().nonnegative(),
        data: z.base64().max(Math.ceil(chatLimits.pieceBytes / 3) * 4),
        isLast: z.boolean(),
      }),
    )
    .output(attachment),
  download: query("watch", ["ATTACHMENT_INVALID"])
    .route({ method: "GET", path: "/attachments/{id}", summary: "An attachment, a piece at a time" })
    .input(z.object({ id: attachmentId, offset: z.coerce.number().int().nonnegative().default(0) }))
    .output(z.object({ attachment, data: z.string(), next: z.number().int().nullable() })),
  export: query("watch", missing)
    .route({ method: "GET", path: "/conversations/{id}/export", summary: "A conversation as Markdown or JSON" })
    .input(byId.extend({ format: z.enum(["markdown", "json"]), allVersions: flag.default(false) }))
    .output(z.object({ fileName: z.string(), text: z.string() })),
  import: mutation("steer", ["VALIDATION"])
    .route({ method: "POST", path: "/conversations/import", summary: "Take in a conversation exported as JSON" })
    .input(z.object({ text: z.string().max(900_000) }))
    .output(conversation),
  tools: query("watch")
    .route({ method: "GET", path: "/chat/tools", summary: "The tools models may use" })
    .output(z.array(chatTool)),
  servers: query("watch")
    .route({ method: "GET", path: "/chat/servers/changes", summary: "The MCP servers, now and at every change" })
    .output(eventIterator(z.array(mcpServerState))),
};
