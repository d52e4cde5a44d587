import type { Conversation, ConversationEvent } from "#shared/contract/chat.ts";
import type { Message } from "#shared/contract/chatMessages.ts";

/** Where a feed finds how things are now. */
export interface ConversationView {
  conversation(id: string): Promise<Conversation | null>;
  /** What is shown, an answer that is being given included as far as it is shown. */
  path(id: string): Promise<Message[]>;
  message(id: string, message: string): Promise<Message | null>;
  /** The answer that is being given now, as far as it may be shown. */
  live(id: string): Message | null;
}

interface Reader {
  isSnapshotDue: boolean;
  isPathChanged: boolean;
  isConversationChanged: boolean;
  isDeleted: boolean;
  readonly changed: Set<string>;
  /** Of the message that is being answered: how much of each part the reader has, in UTF-16 units. */
  told: { readonly message: string; readonly lengths: number[] } | null;
  wake: () => void;
}

/**
 * Tells readers of a conversation what changed. Nothing is queued for them but which things changed: a slow reader finds the
 * latest of each, and the text it lacks as one piece, so it costs no memory however long it sleeps. Text is told from where the
 * reader has it, so that nothing is missing and nothing doubled.
 */
export class ConversationFeed {
  readonly #readers = new Map<string, Set<Reader>>();
  readonly #view: ConversationView;

  constructor(view: ConversationView) {
    this.#view = view;
  }

  pathChanged(id: string): void {
    this.#tell(id, (reader) => {
      reader.isPathChanged = true;
      reader.isConversationChanged = true;
    });
  }

  messageChanged(id: string, message: string): void {
    this.#tell(id, (reader) => reader.changed.add(message));
  }

  textGrown(id: string): void {
    this.#tell(id, () => {});
  }

  conversationChanged(id: string): void {
    this.#tell(id, (reader) => {
      reader.isConversationChanged = true;
    });
  }

  deleted(id: string): void {
    this.#tell(id, (reader) => {
      reader.isDeleted = true;
    });
  }

  /** How many follow, over all conversations. */
  get readers(): number {
    return [...this.#readers.values()].reduce((sum, { size }) => sum + size, 0);
  }

  /** A snapshot, then changes. Ends when aborted, or with `deleted`. */
  async *follow(id: string, signal?: AbortSignal): AsyncGenerator<ConversationEvent, void, void> {
    const reader: Reader = {
      isSnapshotDue: true,
      isPathChanged: false,
      isConversationChanged: false,
      isDeleted: false,
      changed: new Set(),
      told: null,
      wake: () => {},
    };
    const wake = (): void => reader.wake();
    this.#add(id, reader);
    signal?.addEventListener("abort", wake);
    try {
      while (!signal?.aborted) {
        const woken = new Promise<void>((resolve) => (reader.wake = resolve));
        const event = await this.#next(id, reader);
        if (signal?.aborted) return;
        if (event) yield event;
        else await woken;
        if (event?.kind === "deleted") return;
      }
    } finally {
      this.#remove(id, reader);
      signal?.removeEventListener("abort", wake);
    }
  }

  async #next(id: string, reader: Reader): Promise<ConversationEvent | null> {
    if (reader.isDeleted) return { kind: "deleted" };
    if (reader.isSnapshotDue) return await this.#snapshot(id, reader);
    if (reader.isPathChanged) {
      reader.isPathChanged = false;
      return { kind: "path", messages: await this.#path(id, reader) };
    }
    for (const message of reader.changed) {
      reader.changed.delete(message);
      const found = await this.#view.message(id, message);
      if (found) return { kind: "message", message: this.#asShown(id, found, reader) };
    }
    const text = this.#text(id, reader);
    if (text) return text;
    if (!reader.isConversationChanged) return null;
    reader.isConversationChanged = false;
    const conversation = await this.#view.conversation(id);
    return conversation ? { kind: "conversation", conversation } : { kind: "deleted" };
  }

  async #snapshot(id: string, reader: Reader): Promise<ConversationEvent> {
    reader.isSnapshotDue = false;
    reader.isConversationChanged = false;
    const conversation = await this.#view.conversation(id);
    if (!conversation) return { kind: "deleted" };
    return { kind: "snapshot", conversation, messages: await this.#path(id, reader) };
  }

  async #path(id: string, reader: Reader): Promise<Message[]> {
    reader.isPathChanged = false;
    reader.changed.clear();
    const path = await this.#view.path(id);
    return path.map((message) => this.#asShown(id, message, reader));
  }

  /** The message as it is at this moment, not as it was when reading it began: the text that comes next goes on from here. */
  #asShown(id: string, message: Message, reader: Reader): Message {
    const live = this.#view.live(id);
    if (live?.id !== message.id) {
      if (reader.told?.message === message.id) reader.told = null;
      return message;
    }
    reader.told = { message: live.id, lengths: live.parts.map((part) => ("text" in part ? part.text.length : 0)) };
    return live;
  }

  /** The first text that the reader lacks. */
  #text(id: string, reader: Reader): ConversationEvent | null {
    const live = this.#view.live(id);
    if (!live || reader.told?.message !== live.id) return null;
    for (const [part, content] of live.parts.entries()) {
      if (!("text" in content)) continue;
      const from = reader.told.lengths[part] ?? 0;
      if (content.text.length === from) continue;
      reader.told.lengths[part] = content.text.length;
      return { kind: "text", message: live.id, part, partKind: content.kind, from, text: content.text.slice(from) };
    }
    return null;
  }

  #tell(id: string, change: (reader: Reader) => void): void {
    for (const reader of this.#readers.get(id) ?? []) {
      change(reader);
      reader.wake();
    }
  }

  #add(id: string, reader: Reader): void {
    const readers = this.#readers.get(id);
    if (readers) readers.add(reader);
    else this.#readers.set(id, new Set([reader]));
  }

  #remove(id: string, reader: Reader): void {
    const readers = this.#readers.get(id);
    readers?.delete(reader);
    if (readers?.size === 0) this.#readers.delete(id);
  }
}
