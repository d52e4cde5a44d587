import { type Kysely, sql } from "kysely";
import { z } from "zod";
import { type Message, message, messagePart } from "#shared/contract/chatMessages.ts";
import { usage } from "#shared/contract/models.ts";
import { errorShape } from "#shared/errors/appError.ts";
import type { MessageRow, Tables } from "../../storage/tables.ts";
import { addText } from "./parts.ts";

const parts = z.array(messagePart);
const pieces = z.array(z.object({ part: z.number(), kind: z.enum(["text", "reasoning"]), text: z.string() }));

/** A message as it is kept: without what follows from the tree, and without what only matters while it is answered. */
export type StoredMessage = Omit<Message, "siblings" | "retry">;

function fromRow(row: MessageRow & { readonly pieces: string | null }): StoredMessage {
  let read = parts.parse(JSON.parse(row.parts));
  for (const piece of row.pieces === null ? [] : pieces.parse(JSON.parse(row.pieces)))
    read = addText(read, piece.part, piece.kind, piece.text);
  return {
    id: row.id,
    conversation: row.conversation,
    parent: row.parent,
    role: row.role,
    parts: read,
    state: row.state,
    error: row.error === null ? null : errorShape.parse(JSON.parse(row.error)),
    model: row.model === null ? null : message.shape.model.parse(JSON.parse(row.model)),
    usage: row.usage === null ? null : usage.parse(JSON.parse(row.usage)),
    createdAt: row.created_at,
    endedAt: row.ended_at,
  };
}

/** The columns that change while a message lives. */
export function changingColumns(changed: StoredMessage) {
  return {
    state: changed.state,
    ended_at: changed.endedAt,
    model: changed.model && JSON.stringify(changed.model),
    usage: changed.usage && JSON.stringify(changed.usage),
    error: changed.error && JSON.stringify(changed.error),
    parts: JSON.stringify(changed.parts),
  };
}

/** Text that was streamed since the parts were written belongs to them: read in the same statement, so that none is missed or doubled. */
const piecesOfMessage = sql<string | null>`(
  SELECT json_group_array(json_object('part', part, 'kind', kind, 'text', text) ORDER BY sequence)
  FROM message_pieces WHERE message_pieces.message = messages.id)`;

/** These messages, in this order; those that are not there are left out. */
export async function readMessages(database: Kysely<Tables>, ids: readonly string[]): Promise<StoredMessage[]> {
  const rows = await database
    .selectFrom("messages")
    .selectAll()
    .select(piecesOfMessage.as("pieces"))
    .where("id", "in", sql<string>`(SELECT value FROM json_each(${JSON.stringify(ids)}))`)
    .execute();
  const byId = new Map(rows.map((row) => [row.id, row]));
  return ids.flatMap((id) => {
    const row = byId.get(id);
    return row ? [fromRow(row)] : [];
  });
}

export async function readMessage(database: Kysely<Tables>, id: string): Promise<StoredMessage | null> {
  return (await readMessages(database, [id]))[0] ?? null;
}

export async function insertMessage(database: Kysely<Tables>, added: StoredMessage): Promise<void> {
  await database
    .insertInto("messages")
    .values({
      id: added.id,
      conversation: added.conversation,
      parent: added.parent,
      role: added.role,
      created_at: added.createdAt,
      ...changingColumns(added),
    })
    .execute();
  const attached = new Set(added.parts.flatMap((part) => (part.kind === "attachment" ? [part.attachment.id] : [])));
  if (attached.size > 0)
    await database
      .insertInto("attachment_uses")
      .values([...attached].map((attachment) => ({ attachment, message: added.id })))
      .execute();
}
