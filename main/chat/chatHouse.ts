import type { Kysely } from "kysely";
import type { Conversation } from "#shared/contract/chat.ts";
import type { Message } from "#shared/contract/chatMessages.ts";
import { AppError } from "#shared/errors/appError.ts";
import type { ConversationRow, Tables } from "../storage/tables.ts";
import { Checkpointer } from "./checkpoints/checkpointer.ts";
import { CheckpointerCache } from "./checkpoints/checkpointerCache.ts";
import { Exclusively } from "./exclusively.ts";
import { ConversationFeed } from "./feeds/conversationFeed.ts";
import { ListFeed } from "./feeds/listFeed.ts";
import { readConversation, readConversations, toConversation } from "./store/conversationRows.ts";

/** What runs now, as the house asks it. */
export interface LiveState {
  /** The answer that is being given in a conversation. */
  live(conversation: string): Message | null;
  isAsking(conversation: string): boolean;
  isSummarising(conversation: string): boolean;
  /** Of the model that answers; 0 where none is configured. */
  windowTokens(model: string | null): number;
}

/** How many the list shows before more is asked for. */
const newest = 100;

/** Conversations as everybody sees them: what is on disk, with what runs now laid over it, and the feeds that tell of changes. */
export class ChatHouse {
  readonly database: Kysely<Tables>;
  readonly feed: ConversationFeed;
  readonly list: ListFeed;
  /** Everything that changes a conversation's messages is alone at it. */
  readonly exclusively = new Exclusively();
  readonly checkpointers = new CheckpointerCache<Checkpointer>();
  readonly #live: LiveState;
  readonly #held = new Map<string, Checkpointer>();

  constructor(database: Kysely<Tables>, live: LiveState) {
    this.database = database;
    this.#live = live;
    this.feed = new ConversationFeed({
      conversation: (id) => this.conversation(id),
      path: async (id) => (await this.path(id)) ?? [],
      message: (id, message) => this.message(id, message),
      live: (id) => live.live(id),
    });
    this.list = new ListFeed({
      newest: () => this.conversations({ offset: 0, limit: newest }),
      conversation: (id) => this.conversation(id),
    });
  }

  /** Changes a conversation's messages, alone at it. Throws CONVERSATION_NOT_FOUND. */
  alone<Result>(id: string, work: (checkpointer: Checkpointer) => Promise<Result>): Promise<Result> {
    return this.exclusively.run(id, async () => {
      // Of what is not there yet no tree is kept: a branch or an import may take the id next.
      await this.row(id);
      const checkpointer = await this.checkpointer(id);
      // Held: if the cache let go of it now, somebody would read the tree without what is being added.
      this.#held.set(id, checkpointer);
      try {
        return await work(checkpointer);
      } finally {
        this.#held.delete(id);
      }
    });
  }

  checkpointer(id: string): Promise<Checkpointer> {
    const held = this.#held.get(id);
    return held
      ? Promise.resolve(held)
      : this.checkpointers.getOrCreate(id, () => Checkpointer.open(this.database, id));
  }

  /** Throws CONVERSATION_NOT_FOUND. */
  async row(id: string): Promise<ConversationRow> {
    const row = await readConversation(this.database, id);
    if (!row) throw new AppError("CONVERSATION_NOT_FOUND", { details: { conversation: id } });
    return row;
  }

  shown(row: ConversationRow, windowTokens = this.#live.windowTokens(row.model)): Conversation {
    const isLive = this.#live.live(row.id) !== null;
    return toConversation(row, {
      state: isLive ? (this.#live.isAsking(row.id) ? "asking" : "answering") : null,
      isSummarising: this.#live.isSummarising(row.id),
      windowTokens,
    });
  }

  async conversation(id: string): Promise<Conversation | null> {
    const row = await readConversation(this.database, id);
    return row && this.shown(row);
  }

  async conversations(page: {
    readonly offset: number;
    readonly limit: number;
  }): Promise<{ conversations: Conversation[]; total: number }> {
    const { rows, total } = await readConversations(this.database, page);
    // Asked once for each model, of which there are few, not for each of hundreds of rows.
    const windows = new Map(
      [...new Set(rows.map(({ model }) => model))].map((key) => [key, this.#live.windowTokens(key)]),
    );
    return { conversations: rows.map((row) => this.shown(row, windows.get(row.model))), total };
  }

  /** The messages from the first to the head; null where there is no such conversation. */
  async path(id: string): Promise<Message[] | null> {
    const row = await readConversation(this.database, id);
    if (!row) return null;
    const messages = await (await this.checkpointer(id)).path(row.head);
    const live = this.#live.live(id);
    return messages.map((message) => (live?.id === message.id ? live : message));
  }

  async message(id: string, message: string): Promise<Message | null> {
    const live = this.#live.live(id);
    return live?.id === message ? live : await (await this.checkpointer(id)).message(message);
  }

  /** Something that the list shows has changed too. */
  conversationChanged(id: string): void {
    this.feed.conversationChanged(id);
    this.list.changed(id);
  }
}
