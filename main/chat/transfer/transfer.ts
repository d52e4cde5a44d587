import { randomUUID } from "node:crypto";
import type { MessagePart } from "#shared/contract/chatMessages.ts";
import { AppError } from "#shared/errors/appError.ts";
import type { ConversationRow } from "../../storage/tables.ts";
import type { ChatHouse } from "../chatHouse.ts";
import type { Chat } from "../contract.ts";
import { insertMessages } from "../store/insertMessages.ts";
import type { StoredMessage } from "../store/messageRows.ts";
import { MessageTree } from "../store/messageTree.ts";
import { firstWords, textOf } from "../store/parts.ts";
import type { Language } from "../texts.ts";
import { previewLength } from "../turns/turns.ts";
import { parseFile, toFile } from "./conversationFile.ts";
import { toMarkdown } from "./markdown.ts";

export interface TransferDeps {
  readonly house: ChatHouse;
  readonly language: () => Language;
  readonly now: () => number;
}

/** Conversations as files, and copies of them as new conversations. */
export function createTransfer(deps: TransferDeps): Pick<Chat, "branch" | "export" | "import"> {
  const { house, language } = deps;
  return {
    export: async ({ id, format, allVersions }) => {
      const row = await house.row(id);
      const path = (await house.path(id)) ?? [];
      const shown = new Set(path.map((message) => message.id));
      const messages = allVersions ? await (await house.checkpointer(id)).all() : path;
      const { title, system_prompt: systemPrompt } = row;
      const text =
        format === "json"
          ? `${JSON.stringify(toFile(row, messages), null, 2)}\n`
          : toMarkdown(messages, { title, systemPrompt, language: language(), path: shown });
      return { fileName: `${fileName(title)}.${format === "json" ? "json" : "md"}`, text };
    },
    import: async ({ text }) => {
      const file = parseFile(text);
      const ids = new Map(file.messages.map(({ id }) => [id, randomUUID()]));
      const renamed = (id: string | null): string | null => (id === null ? null : (ids.get(id) ?? null));
      const conversation = randomUUID();
      const messages = file.messages.map(
        (message): StoredMessage => ({
          ...message,
          id: renamed(message.id) ?? randomUUID(),
          conversation,
          parent: renamed(message.parent),
          parts: message.parts.map(importedPart),
          error: null,
          usage: null,
        }),
      );
      const values = { title: file.title.toWellFormed(), system_prompt: file.systemPrompt.toWellFormed(), model: null };
      await add(deps, conversation, values, messages, renamed(file.head));
      return house.shown(await house.row(conversation));
    },
    branch: async ({ id, message, newId }) => {
      const row = await house.row(id);
      const conversation = newId ?? randomUUID();
      const { tree } = await house.checkpointer(id);
      if (!tree.get(message)) throw new AppError("MESSAGE_NOT_FOUND", { details: { message } });
      const path = await Promise.all(tree.path(message).map((one) => house.message(id, one)));
      let parent: string | null = null;
      const messages: StoredMessage[] = [];
      for (const one of path.filter((found) => found !== null)) {
        const { siblings: _siblings, retry: _retry, ...stored } = one;
        const state = one.state === "streaming" || one.state === "waiting" ? "stopped" : one.state;
        messages.push({ ...stored, id: randomUUID(), conversation, parent, state, parts: one.parts.map(copiedPart) });
        parent = messages.at(-1)?.id ?? null;
      }
      const { title, system_prompt, model } = row;
      const from = { branched_conversation: id, branched_message: message };
      // The same id again is the same branch: the first answer did not arrive.
      if (!(await house.conversation(conversation)))
        await add(deps, conversation, { title, system_prompt, model, ...from }, messages, parent);
      return house.shown(await house.row(conversation));
    },
  };
}

type Values = Pick<ConversationRow, "title" | "system_prompt" | "model"> &
  Partial<Pick<ConversationRow, "branched_conversation" | "branched_message">>;

/** A new conversation with these messages; all of it or nothing. */
async function add(
  { house, now }: TransferDeps,
  id: string,
  values: Values,
  messages: readonly StoredMessage[],
  head: string | null,
): Promise<void> {
  const at = now();
  const last = messages.find((message) => message.id === head);
  await house.database.transaction().execute(async (database) => {
    await database
      .insertInto("conversations")
      .values({
        ...values,
        id,
        title_by: "person",
        created_at: at,
        updated_at: at,
        head,
        messages: new MessageTree(messages).path(head).length,
        preview: firstWords(textOf(last?.parts ?? []), previewLength),
        is_interrupted: last?.state === "interrupted" ? 1 : 0,
      })
      .execute();
    await insertMessages(database, messages);
  });
  house.list.changed(id);
}

/** Files stay on the machine they were attached on; what is imported says that there was one. Nothing goes on that had not ended. */
function importedPart(part: MessagePart): MessagePart {
  if (part.kind === "attachment") return { kind: "text", text: `📎 ${part.attachment.name}` };
  return copiedPart(part);
}

function copiedPart(part: MessagePart): MessagePart {
  if (part.kind !== "tool-call") return part;
  const isOver = part.state !== "pending" && part.state !== "asking" && part.state !== "running";
  return isOver
    ? { ...part, attention: null }
    : { ...part, attention: null, state: "cancelled", endedAt: part.startedAt };
}

/** Without what a file system refuses; never empty. */
function fileName(title: string): string {
  const name = title
    .replace(/[\\/:*?"<>|\p{Cc}]/gu, " ")
    .replace(/\s+/g, " ")
    .replace(/^[. ]+|[. ]+$/g, "");
  return Array.from(name).slice(0, 80).join("").trim() || "conversation";
}
