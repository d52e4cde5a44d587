import { type Kysely, sql } from "kysely";
import type { ConversationMatch } from "#shared/contract/chat.ts";
import type { Tables } from "../../storage/tables.ts";
import { readMessages } from "./messageRows.ts";
import { searchedText } from "./parts.ts";
import { characters, excerpt, indexed, pairQuery, pairsOf, trigramLength, trigramQuery } from "./searchTerms.ts";

/** Puts a message's text in place of what the indexes knew of it. Called when a message is whole, not while it streams. */
export async function indexMessage(database: Kysely<Tables>, id: string, text: string): Promise<void> {
  const { row } = await database.selectFrom("messages").select("row").where("id", "=", id).executeTakeFirstOrThrow();
  await database.deleteFrom("message_trigrams").where("rowid", "=", row).execute();
  await database.deleteFrom("message_pairs").where("rowid", "=", row).execute();
  if (text === "") return;
  await database
    .insertInto("message_trigrams")
    .values({ rowid: row, text: indexed(text) })
    .execute();
  await database
    .insertInto("message_pairs")
    .values({ rowid: row, pairs: pairsOf(text) })
    .execute();
}

/** Takes a conversation's messages out of the indexes, before they are deleted. */
export async function forgetConversation(database: Kysely<Tables>, conversation: string): Promise<void> {
  const rows = database.selectFrom("messages").select("row").where("conversation", "=", conversation);
  await database.deleteFrom("message_trigrams").where("rowid", "in", rows).execute();
  await database.deleteFrom("message_pairs").where("rowid", "in", rows).execute();
}

/**
 * Conversations whose title or messages contain the query as it is, letters of either case: titles first, then messages, newest
 * first. Three characters and more are found by trigrams; one or two, of which Chinese words consist, by the index of pairs.
 */
export async function search(
  database: Kysely<Tables>,
  { query, limit }: { readonly query: string; readonly limit: number },
): Promise<ConversationMatch[]> {
  const titles = await searchTitles(database, query, limit);
  if (titles.length >= limit) return titles;
  return [...titles, ...(await searchMessages(database, query, limit - titles.length))];
}

async function searchTitles(database: Kysely<Tables>, query: string, limit: number): Promise<ConversationMatch[]> {
  const pattern = `%${query.replace(/[\\%_]/g, "\\$&")}%`;
  const rows = await database
    .selectFrom("conversations")
    .select(["id", "title", "updated_at"])
    .where("deleted_at", "is", null)
    .where(sql<boolean>`title LIKE ${pattern} ESCAPE '\\'`)
    .orderBy("updated_at", "desc")
    .limit(limit)
    .execute();
  return rows.map(({ id, title, updated_at }) => {
    const found = excerpt(title, query) ?? { text: title, start: 0, length: 0 };
    return { conversation: id, title, message: null, ...found, at: updated_at };
  });
}

async function searchMessages(database: Kysely<Tables>, query: string, limit: number): Promise<ConversationMatch[]> {
  const isShort = characters(query) < trigramLength;
  const index = isShort ? sql`message_pairs` : sql`message_trigrams`;
  const expression = isShort ? pairQuery(query) : trigramQuery(query);
  const { rows } = await sql<{ id: string; conversation: string; title: string; created_at: number }>`
    SELECT messages.id, messages.conversation, messages.created_at, conversations.title
    FROM ${index} AS found
    CROSS JOIN messages ON messages.row = found.rowid
    CROSS JOIN conversations ON conversations.id = messages.conversation AND conversations.deleted_at IS NULL
    WHERE found.${index} MATCH ${expression}
    ORDER BY found.rowid DESC LIMIT ${limit}`.execute(database);
  const messages = await readMessages(
    database,
    rows.map(({ id }) => id),
  );
  const texts = new Map(messages.map(({ id, parts }) => [id, searchedText(parts)]));
  return rows.map(({ id, conversation, title, created_at }) => {
    const text = texts.get(id) ?? "";
    const found = excerpt(text, query) ?? { text: text.slice(0, 200), start: 0, length: 0 };
    return { conversation, title, message: id, ...found, at: created_at };
  });
}
