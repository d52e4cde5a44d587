import { randomUUID } from "node:crypto";
import type { Conversation } from "#shared/contract/chat.ts";
import { AppError } from "#shared/errors/appError.ts";
import { isUniqueViolation } from "../storage/storageError.ts";
import type { ChatHouse } from "./chatHouse.ts";
import type { Chat } from "./contract.ts";
import { changeConversation, readConversation } from "./store/conversationRows.ts";
import { search } from "./store/searchIndex.ts";
import { chatText, type Language } from "./texts.ts";
import type { Turns } from "./turns/turns.ts";

export interface ConversationsDeps {
  readonly house: ChatHouse;
  readonly turns: Turns;
  readonly language: () => Language;
  readonly now: () => number;
}

type Conversations = Pick<Chat, "list" | "search" | "create" | "get" | "update" | "choose">;

/** The conversations themselves, apart from what is said in them. */
export function createConversations({ house, turns, language, now }: ConversationsDeps): Conversations {
  return {
    list: (page) => house.conversations(page),
    search: (request) => search(house.database, request),
    create: async (input) => {
      const id = input.id ?? randomUUID();
      const at = now();
      const values = {
        id,
        title: input.title || chatText(language(), "newConversation"),
        title_by: input.title ? ("person" as const) : ("nobody" as const),
        created_at: at,
        updated_at: at,
        model: input.model ?? null,
        system_prompt: (input.systemPrompt ?? "").toWellFormed(),
      };
      try {
        await house.database.insertInto("conversations").values(values).execute();
      } catch (error) {
        // The same id again is the same conversation: the first answer did not arrive.
        if (!isUniqueViolation(error)) throw error;
        return house.shown(await house.row(id));
      }
      house.list.changed(id);
      return house.shown(await house.row(id));
    },
    get: async ({ id }) => {
      const conversation = await house.conversation(id);
      const messages = conversation && (await house.path(id));
      if (!conversation || !messages) throw notFound(id);
      return { conversation, messages };
    },
    update: async ({ id, title, isPinned, model, systemPrompt }) => {
      const isThere = await changeConversation(house.database, id, {
        ...(title === undefined ? {} : { title: title.toWellFormed(), title_by: "person" as const }),
        ...(isPinned === undefined ? {} : { is_pinned: isPinned ? 1 : 0 }),
        ...(model === undefined ? {} : { model }),
        ...(systemPrompt === undefined ? {} : { system_prompt: systemPrompt.toWellFormed() }),
      });
      if (!isThere) throw notFound(id);
      house.conversationChanged(id);
      return house.shown(await house.row(id));
    },
    choose: ({ id, message }) => house.exclusively.run(id, () => choose(house, turns, id, message)),
  };
}

async function choose(house: ChatHouse, turns: Turns, id: string, message: string): Promise<Conversation> {
  await house.row(id);
  const { tree } = await house.checkpointer(id);
  if (!tree.get(message)) throw new AppError("MESSAGE_NOT_FOUND", { details: { message } });
  if (turns.live(id)) throw new AppError("CONVERSATION_BUSY");
  const head = tree.newestLeaf(message);
  const state = (await house.message(id, head))?.state;
  const change = { head, messages: tree.path(head).length, is_interrupted: state === "interrupted" ? 1 : 0 };
  await changeConversation(house.database, id, change);
  house.feed.pathChanged(id);
  house.conversationChanged(id);
  return house.shown(await house.row(id));
}

function notFound(id: string): AppError {
  return new AppError("CONVERSATION_NOT_FOUND", { details: { conversation: id } });
}

/** Whether it is there, for who only follows. Throws CONVERSATION_NOT_FOUND. */
export async function expectConversation(house: ChatHouse, id: string): Promise<void> {
  if (!(await readConversation(house.database, id))) throw notFound(id);
}
