import type { Kysely } from "kysely";
import type { Tables } from "../../storage/tables.ts";
import { insertMessage, type StoredMessage } from "./messageRows.ts";
import { searchedText } from "./parts.ts";
import { indexMessage } from "./searchIndex.ts";

/** Adds messages, parents first, with what a search finds of them. Within a transaction of the caller. */
export async function insertMessages(database: Kysely<Tables>, messages: readonly StoredMessage[]): Promise<void> {
  for (const message of messages) {
    await insertMessage(database, message);
    if (message.state !== "streaming") await indexMessage(database, message.id, searchedText(message.parts));
  }
}
