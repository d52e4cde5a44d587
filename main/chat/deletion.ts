import type { Kysely } from "kysely";
import { AppError } from "#shared/errors/appError.ts";
import type { Log } from "../observability/log.ts";
import type { Tables } from "../storage/tables.ts";
import type { AttachmentStore } from "./attachments/attachmentStore.ts";
import type { ChatHouse } from "./chatHouse.ts";
import type { Chat } from "./contract.ts";
import { forgetConversation } from "./store/searchIndex.ts";
import type { Turns } from "./turns/turns.ts";

export interface DeletionDeps {
  readonly house: ChatHouse;
  readonly turns: Turns;
  readonly attachments: AttachmentStore;
  readonly log: Log;
  readonly now: () => number;
}

/** How long a deletion can be taken back, in milliseconds. */
export const undoMs = 10 * 60_000;

export interface Deletion extends Pick<Chat, "delete" | "restore"> {
  /** Makes what was deleted longer than ten minutes ago really go, files included. */
  purge(): Promise<void>;
}

/** Deletes conversations so that it can be taken back for ten minutes. What was being answered is stopped. */
export function createDeletion(deps: DeletionDeps): Deletion {
  const { house, turns, now } = deps;
  return {
    delete: async ({ id }) => {
      await house.row(id);
      await house.exclusively.run(id, async () => {
        await turns.end(id, "stopped");
        await house.database
          .updateTable("conversations")
          .set({ deleted_at: now() })
          .where("id", "=", id)
          .where("deleted_at", "is", null)
          .execute();
      });
      house.feed.deleted(id);
      house.list.changed(id);
      return { id };
    },
    restore: async ({ id }) => {
      await house.exclusively.run(id, async () => {
        const { numUpdatedRows } = await house.database
          .updateTable("conversations")
          .set({ deleted_at: null })
          .where("id", "=", id)
          // One that is there already was restored by the same call, whose answer did not arrive.
          .where(({ or, eb }) => or([eb("deleted_at", "is", null), eb("deleted_at", ">", now() - undoMs)]))
          .executeTakeFirst();
        if (numUpdatedRows === 0n) throw new AppError("CONVERSATION_NOT_FOUND", { details: { conversation: id } });
      });
      house.list.changed(id);
      return house.shown(await house.row(id));
    },
    purge: async () => {
      const old = await house.database
        .selectFrom("conversations")
        .select("id")
        .where("deleted_at", "<=", now() - undoMs)
        .execute();
      for (const { id } of old) await house.exclusively.run(id, () => purgeOne(deps, id));
      await deps.attachments.sweep();
      if (old.length > 0) deps.log.info("Deleted conversations are gone", { count: old.length });
    },
  };
}

async function purgeOne({ house, attachments, now }: DeletionDeps, id: string): Promise<void> {
  const released = await house.database.transaction().execute((database) => remove(database, id, now() - undoMs));
  house.checkpointers.remove(id);
  await attachments.release(released);
}

/** Removes a conversation with everything in it, unless it was restored meanwhile. Answers which attachments it referred to. */
async function remove(database: Kysely<Tables>, id: string, before: number): Promise<string[]> {
  const old = await database
    .selectFrom("conversations")
    .select("id")
    .where("id", "=", id)
    .where("deleted_at", "<=", before)
    .executeTakeFirst();
  if (!old) return [];
  const used = await database
    .selectFrom("attachment_uses")
    .innerJoin("messages", "messages.id", "attachment_uses.message")
    .select("attachment")
    .distinct()
    .where("messages.conversation", "=", id)
    .execute();
  await forgetConversation(database, id);
  await database.deleteFrom("conversations").where("id", "=", id).execute();
  return used.map(({ attachment }) => attachment);
}
