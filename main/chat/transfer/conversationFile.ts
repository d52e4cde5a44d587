import { z } from "zod";
import { type Message, messagePart } from "#shared/contract/chatMessages.ts";
import { AppError } from "#shared/errors/appError.ts";
import type { ConversationRow } from "../../storage/tables.ts";

/** Beyond it there is no date (ECMA-262, 21.4.1.1), and the copy could not be exported again. */
const time = z.number().int().min(-8.64e15).max(8.64e15);

/** A conversation as a file: the newest form is what is written; who reads refuses what is not this. */
export const conversationFile = z.object({
  format: z.literal("quarterdeck-conversation"),
  version: z.literal(1),
  title: z.string().trim().min(1).max(200),
  systemPrompt: z.string().max(32_000),
  createdAt: time,
  updatedAt: time,
  /** The last message of the path that is shown. */
  head: z.string().max(64).nullable(),
  messages: z
    .array(
      z.object({
        id: z.string().min(1).max(64),
        parent: z.string().max(64).nullable(),
        role: z.enum(["user", "assistant"]),
        state: z.enum(["done", "stopped", "failed", "interrupted"]).catch("stopped"),
        model: z.object({ key: z.string().max(64), name: z.string().max(200), isFallback: z.boolean() }).nullable(),
        createdAt: time,
        endedAt: time.nullable(),
        parts: z.array(messagePart).max(10_000),
      }),
    )
    .max(10_000),
});
export type ConversationFile = z.infer<typeof conversationFile>;

export function toFile(row: ConversationRow, messages: readonly Message[]): ConversationFile {
  return {
    format: "quarterdeck-conversation",
    version: 1,
    title: row.title,
    systemPrompt: row.system_prompt,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    head: row.head,
    messages: messages.map(({ id, parent, role, state, model, createdAt, endedAt, parts }) => ({
      ...{ id, parent, role, model, createdAt, endedAt, parts },
      // A file holds what was said until now; nothing in it is still going on.
      state: state === "waiting" || state === "streaming" ? "stopped" : state,
    })),
  };
}

/** Reads a file that a person gave us. Throws VALIDATION with what is wrong. */
export function parseFile(text: string): ConversationFile {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (cause) {
    throw new AppError("VALIDATION", { message: "The file is not JSON", cause });
  }
  const parsed = conversationFile.safeParse(value);
  if (!parsed.success)
    throw new AppError("VALIDATION", {
      message: `The file is not a conversation: ${z.prettifyError(parsed.error).slice(0, 1000)}`,
    });
  expectTree(parsed.data);
  return parsed.data;
}

/** Parents stand before what follows them, so there are no circles, and every id is there once. */
function expectTree({ messages, head }: ConversationFile): void {
  const known = new Set<string | null>([null]);
  for (const { id, parent } of messages) {
    if (!known.has(parent)) throw new AppError("VALIDATION", { message: "A message follows one that is not there" });
    if (known.has(id)) throw new AppError("VALIDATION", { message: "Two messages have the same id" });
    known.add(id);
  }
  if (!known.has(head)) throw new AppError("VALIDATION", { message: "The last message is not there" });
}
