import type { Kysely } from "kysely";
import { AppError } from "#shared/errors/appError.ts";
import type { Attention } from "../../attention/contract.ts";
import type { Log } from "../../observability/log.ts";
import type { Tables } from "../../storage/tables.ts";
import { readMessage, type StoredMessage } from "../store/messageRows.ts";
import { toolCalls } from "../store/parts.ts";
import { chatText, type Language } from "../texts.ts";
import { Checkpointer } from "./checkpointer.ts";

export interface RecoveryDeps {
  readonly database: Kysely<Tables>;
  readonly attention: Pick<Attention, "close">;
  readonly language: () => Language;
  readonly log: Log;
  readonly now: () => number;
}

/**
 * After a crash: answers that were being given are interrupted, with everything that was shown of them. A tool that was running may
 * have taken effect, which the model is told when the answer is resumed; one that was not begun is run then. What asked for
 * permission asks anew.
 */
export async function recoverInterrupted({ database, attention, language, log, now }: RecoveryDeps): Promise<void> {
  const unfinished = await database
    .selectFrom("messages")
    .innerJoin("conversations", "conversations.id", "messages.conversation")
    .select(["messages.id", "messages.conversation", "conversations.head"])
    .where("messages.state", "in", ["waiting", "streaming"])
    .execute();
  for (const { id, conversation, head } of unfinished) {
    const message = await readUnfinished(database, id, log);
    if (!message) continue;
    for (const call of toolCalls(message.parts))
      if (call.state === "asking" && call.attention !== null) await attention.close(call.attention, "expired");
    const parts = message.parts.map((part) => {
      if (part.kind !== "tool-call" || part.endedAt !== null) return part;
      if (part.state !== "running") return { ...part, state: "pending" as const, attention: null };
      const error = chatText(language(), "interruptedTool");
      return { ...part, state: "cancelled" as const, error, progress: null, endedAt: now() };
    });
    const checkpointer = await Checkpointer.open(database, conversation);
    const ended = { ...message, parts, state: "interrupted" as const, endedAt: now() };
    await checkpointer.checkpoint(ended, head === id ? { is_interrupted: 1 } : {}, null);
  }
  if (unfinished.length > 0) log.info("Answers were interrupted by the last end", { count: unfinished.length });
}

/** Null where it cannot be understood, as what a newer version wrote: one such message does not keep the app from starting. */
async function readUnfinished(database: Kysely<Tables>, id: string, log: Log): Promise<StoredMessage | null> {
  try {
    return await readMessage(database, id);
  } catch (error) {
    if (error instanceof AppError) throw error;
    // Not the error itself: it may quote what was said.
    const reason = error instanceof Error ? error.name : typeof error;
    log.error("An unfinished answer cannot be read; it is left as it is", { message: id, reason });
    return null;
  }
}
