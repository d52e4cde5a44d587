import type { Kysely, Updateable } from "kysely";
import type { Message } from "#shared/contract/chatMessages.ts";
import type { Usage } from "#shared/contract/models.ts";
import type { Tables } from "../../storage/tables.ts";
import { insertMessages } from "../store/insertMessages.ts";
import { changingColumns, readMessages, type StoredMessage } from "../store/messageRows.ts";
import { MessageTree } from "../store/messageTree.ts";
import { searchedText } from "../store/parts.ts";
import { indexMessage } from "../store/searchIndex.ts";

type ConversationChange = Updateable<Tables["conversations"]>;

/**
 * Keeps one conversation's state on disk, step by step, and knows the tree of its messages. What is expensive is reading the tree:
 * that is why these are kept in a CheckpointerCache. The tree grows only after the database has taken the message. Who adds
 * messages must be alone at that conversation; checkpoints of one message are its turn's own.
 */
export class Checkpointer {
  readonly tree: MessageTree;
  readonly #database: Kysely<Tables>;
  readonly #conversation: string;

  private constructor(database: Kysely<Tables>, conversation: string, tree: MessageTree) {
    this.#database = database;
    this.#conversation = conversation;
    this.tree = tree;
  }

  static async open(database: Kysely<Tables>, conversation: string): Promise<Checkpointer> {
    const nodes = await database
      .selectFrom("messages")
      .select(["id", "parent", "role"])
      .where("conversation", "=", conversation)
      .orderBy("row")
      .execute();
    return new Checkpointer(database, conversation, new MessageTree(nodes));
  }

  /** Adds messages, parents first, and makes the last one the head: all of it or nothing. */
  async add(messages: readonly StoredMessage[], change: ConversationChange): Promise<void> {
    const head = messages.at(-1)?.id ?? null;
    const known = messages[0] ? this.tree.path(messages[0].parent).length : 0;
    await this.#database.transaction().execute(async (database) => {
      await insertMessages(database, messages);
      await database
        .updateTable("conversations")
        .set({ ...change, head, messages: known + messages.length, is_interrupted: 0 })
        .where("id", "=", this.#conversation)
        .execute();
    });
    for (const message of messages) this.tree.add(message);
  }

  /** Writes a message as it is now, in place of the pieces that were streamed, and what changed about the conversation with it. */
  async checkpoint(message: StoredMessage, change: ConversationChange, spent: Usage | null): Promise<void> {
    await this.#database.transaction().execute(async (database) => {
      await database.updateTable("messages").set(changingColumns(message)).where("id", "=", message.id).execute();
      await database.deleteFrom("message_pieces").where("message", "=", message.id).execute();
      if (message.state !== "streaming") await indexMessage(database, message.id, searchedText(message.parts));
      if (Object.keys(change).length > 0)
        await database.updateTable("conversations").set(change).where("id", "=", this.#conversation).execute();
      if (spent) await this.#count(database, spent);
    });
  }

  async #count(database: Kysely<Tables>, { inputTokens, outputTokens, cost }: Usage): Promise<void> {
    await database
      .updateTable("conversations")
      .set((column) => ({
        used_tokens: inputTokens + outputTokens,
        input_tokens: column("input_tokens", "+", inputTokens),
        output_tokens: column("output_tokens", "+", outputTokens),
        ...(cost === null ? {} : { cost: column(column.fn.coalesce("cost", column.lit(0)), "+", cost) }),
      }))
      .where("id", "=", this.#conversation)
      .execute();
  }

  /** From the first message to the head, or what comes after the one at `after` where that is on the path. */
  async path(head: string | null, after: string | null = null): Promise<Message[]> {
    const ids = this.tree.path(head);
    const from = after === null ? 0 : ids.indexOf(after) + 1;
    return this.#complete(await readMessages(this.#database, ids.slice(from)));
  }

  async message(id: string): Promise<Message | null> {
    if (!this.tree.get(id)) return null;
    return this.#complete(await readMessages(this.#database, [id]))[0] ?? null;
  }

  async all(): Promise<Message[]> {
    return this.#complete(await readMessages(this.#database, this.tree.ids()));
  }

  #complete(stored: readonly StoredMessage[]): Message[] {
    return stored.map((message) => ({ ...message, retry: null, siblings: this.tree.siblings(message.id) }));
  }
}
