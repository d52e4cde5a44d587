import { randomUUID } from "node:crypto";
import type { Attachment, Message, MessagePart } from "#shared/contract/chatMessages.ts";
import { AppError } from "#shared/errors/appError.ts";
import type { ConversationRow } from "../../storage/tables.ts";
import type { ChatHouse } from "../chatHouse.ts";
import type { Checkpointer } from "../checkpoints/checkpointer.ts";
import type { Chat } from "../contract.ts";
import { readMessage, type StoredMessage } from "../store/messageRows.ts";
import { firstWords, textOf } from "../store/parts.ts";
import { previewLength, type Turns } from "./turns.ts";

export interface SendingDeps {
  readonly house: ChatHouse;
  readonly turns: Turns;
  /** Those that were uploaded to their end, in this order. Throws ATTACHMENT_INVALID. */
  readonly attachments: (ids: readonly string[]) => Promise<Attachment[]>;
  readonly now: () => number;
}

export const titleLength = 60;

type Sending = Pick<Chat, "send" | "regenerate" | "resume" | "stop">;

/**
 * What makes a model answer. The same message id is the same message however often it comes: the first time it is kept together
 * with its answer, which begins at once; later the kept one is shown as it is by then. If keeping it fails nothing has happened, and
 * the same id may come again. A conversation answers one message at a time: another one is CONVERSATION_BUSY, not queued, because
 * its author has not seen yet what it would be an answer to.
 */
export function createSending(deps: SendingDeps): Sending {
  const { house, turns } = deps;
  return {
    send: (input) =>
      house.alone(input.id, async (checkpointer) => {
        const row = await house.row(input.id);
        const known = await knownMessage(house, input.id, input.message, "user");
        if (known) return known;
        expectIdle(turns, input.id);
        const parent = input.parent === undefined ? row.head : input.parent;
        expectMessage(checkpointer, parent);
        const attached = await deps.attachments(input.attachments);
        const parts: MessagePart[] = attached.map((attachment) => ({ kind: "attachment", attachment }));
        const text = input.text.toWellFormed();
        if (text.trim() !== "") parts.push({ kind: "text", text });
        if (parts.length === 0) throw new AppError("VALIDATION", { message: "The message is empty" });
        const at = deps.now();
        const asked = {
          ...newMessage(input.id, input.message, parent, "user", at),
          parts,
          state: "done",
          endedAt: at,
        } as const;
        const answer = newMessage(input.id, randomUUID(), asked.id, "assistant", at);
        await begin(deps, row, checkpointer, [asked, answer], { ...titleOf(row, parts), ...previewOf(parts) });
        return await expectKnown(house, input.id, asked.id);
      }),
    regenerate: (input) =>
      house.alone(input.id, async (checkpointer) => {
        const row = await house.row(input.id);
        const known = await knownMessage(house, input.id, input.answer, "assistant");
        if (known) return known;
        const node = expectMessage(checkpointer, input.message);
        expectIdle(turns, input.id);
        const parent = node?.role === "assistant" ? node.parent : input.message;
        const answer = newMessage(input.id, input.answer, parent, "assistant", deps.now());
        await begin(deps, row, checkpointer, [answer], {}, input.model ?? null);
        return await expectKnown(house, input.id, answer.id);
      }),
    resume: (input) => house.alone(input.id, (checkpointer) => resume(deps, checkpointer, input)),
    stop: async ({ id }) => {
      await house.row(id);
      await turns.end(id, "stopped");
      return house.shown(await house.row(id));
    },
  };
}

/** Adds messages, the last of which is to be answered now, shows them and begins. */
async function begin(
  { house, turns, now }: SendingDeps,
  row: ConversationRow,
  checkpointer: Checkpointer,
  messages: readonly [StoredMessage, ...StoredMessage[]],
  change: { readonly title?: string; readonly title_by?: "message"; readonly preview?: string },
  model: string | null = null,
): Promise<void> {
  await checkpointer.add(messages, { ...change, updated_at: now() });
  const answer = messages.at(-1) ?? messages[0];
  const title = change.title ?? row.title;
  const siblings = checkpointer.tree.siblings(answer.id);
  turns.start(house, checkpointer, { ...answer, retry: null, siblings }, { title, model, isResumed: false });
  if (messages[0].parent === row.head) for (const { id } of messages) house.feed.messageChanged(row.id, id);
  else house.feed.pathChanged(row.id);
  house.conversationChanged(row.id);
}

/** Goes on with an answer that was cut off, once: while it is answered, or after, the same call only tells how it is. */
async function resume(
  deps: SendingDeps,
  checkpointer: Checkpointer,
  input: { readonly id: string; readonly message: string },
): Promise<Message> {
  const { house, turns } = deps;
  const row = await house.row(input.id);
  expectMessage(checkpointer, input.message);
  const message = await expectKnown(house, input.id, input.message);
  const isResumable = message.state === "interrupted" || message.state === "failed";
  if (message.role !== "assistant" || !isResumable) return message;
  if (row.head !== message.id) throw new AppError("VALIDATION", { message: "Only the last answer can be resumed" });
  expectIdle(turns, input.id);
  const answer: Message = { ...message, state: "streaming", error: null, endedAt: null };
  await checkpointer.checkpoint(answer, { is_interrupted: 0, updated_at: deps.now() }, null);
  turns.start(house, checkpointer, answer, { title: row.title, model: null, isResumed: true });
  house.feed.messageChanged(input.id, answer.id);
  house.conversationChanged(input.id);
  return answer;
}

function expectIdle(turns: Turns, id: string): void {
  if (turns.live(id)) throw new AppError("CONVERSATION_BUSY");
}

function expectMessage(checkpointer: Checkpointer, id: string | null) {
  if (id === null) return null;
  const node = checkpointer.tree.get(id);
  if (!node) throw new AppError("MESSAGE_NOT_FOUND", { details: { message: id } });
  return node;
}

/** The message if it came before. An id that stands for something else is a client's mistake. */
async function knownMessage(
  house: ChatHouse,
  conversation: string,
  id: string,
  role: Message["role"],
): Promise<Message | null> {
  const stored = await readMessage(house.database, id);
  if (!stored) return null;
  if (stored.conversation !== conversation || stored.role !== role)
    throw new AppError("VALIDATION", { message: "The id belongs to another message" });
  return await expectKnown(house, conversation, id);
}

async function expectKnown(house: ChatHouse, conversation: string, id: string): Promise<Message> {
  const message = await house.message(conversation, id);
  if (!message) throw new AppError("MESSAGE_NOT_FOUND", { details: { message: id } });
  return message;
}

function newMessage(
  conversation: string,
  id: string,
  parent: string | null,
  role: Message["role"],
  createdAt: number,
): StoredMessage {
  const empty = { parts: [], error: null, model: null, usage: null, endedAt: null };
  return { ...empty, id, conversation, parent, role, state: "streaming", createdAt };
}

/** The first message names its conversation until somebody or something knows better. */
function titleOf(row: ConversationRow, parts: readonly MessagePart[]) {
  if (row.title_by !== "nobody") return {};
  const attached = parts.find((part) => part.kind === "attachment");
  const title = firstWords(textOf(parts) || (attached?.attachment.name ?? ""), titleLength);
  return title === "" ? {} : { title, title_by: "message" as const };
}

function previewOf(parts: readonly MessagePart[]) {
  const text = textOf(parts);
  return text === "" ? {} : { preview: firstWords(text, previewLength) };
}
