import type { Kysely, Updateable } from "kysely";
import type { Conversation } from "#shared/contract/chat.ts";
import type { ConversationRow, Tables } from "../../storage/tables.ts";

/** Of a conversation: what is known only while the core runs. */
export interface Liveness {
  readonly state: "answering" | "asking" | null;
  readonly isSummarising: boolean;
  readonly windowTokens: number;
}

export function toConversation(row: ConversationRow, { state, isSummarising, windowTokens }: Liveness): Conversation {
  return {
    id: row.id,
    title: row.title,
    isPinned: row.is_pinned === 1,
    createdAt: row.created_at,
    updatedAt: row.updated_at,
    model: row.model,
    systemPrompt: row.system_prompt,
    head: row.head,
    branchedFrom:
      row.branched_conversation !== null && row.branched_message !== null
        ? { conversation: row.branched_conversation, message: row.branched_message }
        : null,
    messages: row.messages,
    preview: row.preview,
    state: state ?? (row.is_interrupted === 1 ? "interrupted" : "idle"),
    usage: { inputTokens: row.input_tokens, outputTokens: row.output_tokens, cost: row.cost },
    context: {
      usedTokens: row.used_tokens,
      windowTokens,
      summarisedUpTo: row.summarised_up_to,
      summary: row.summary,
      isSummarising,
    },
  };
}

export async function readConversation(database: Kysely<Tables>, id: string): Promise<ConversationRow | null> {
  const row = await database
    .selectFrom("conversations")
    .selectAll()
    .where("id", "=", id)
    .where("deleted_at", "is", null)
    .executeTakeFirst();
  return row ?? null;
}

/** Pinned ones first, then the latest. */
export async function readConversations(
  database: Kysely<Tables>,
  { offset, limit }: { readonly offset: number; readonly limit: number },
): Promise<{ readonly rows: ConversationRow[]; readonly total: number }> {
  const rows = await database
    .selectFrom("conversations")
    .selectAll()
    .where("deleted_at", "is", null)
    .orderBy("is_pinned", "desc")
    .orderBy("updated_at", "desc")
    .orderBy("row", "desc")
    .limit(limit)
    .offset(offset)
    .execute();
  const { total } = await database
    .selectFrom("conversations")
    .select(({ fn }) => fn.countAll<number>().as("total"))
    .where("deleted_at", "is", null)
    .executeTakeFirstOrThrow();
  return { rows, total };
}

/** Whether there was such a conversation to change. */
export async function changeConversation(
  database: Kysely<Tables>,
  id: string,
  change: Updateable<Tables["conversations"]>,
): Promise<boolean> {
  if (Object.keys(change).length === 0) return (await readConversation(database, id)) !== null;
  const { numUpdatedRows } = await database
    .updateTable("conversations")
    .set(change)
    .where("id", "=", id)
    .where("deleted_at", "is", null)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}
