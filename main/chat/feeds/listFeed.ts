import type { Conversation, ConversationsEvent } from "#shared/contract/chat.ts";

interface Reader {
  /** What changed since the reader last took something. */
  readonly changed: Set<string>;
  wake: () => void;
}

/** Where the list is found as it is now. */
export interface ListView {
  newest(): Promise<{ readonly conversations: Conversation[]; readonly total: number }>;
  /** Null where it is deleted. */
  conversation(id: string): Promise<Conversation | null>;
}

/**
 * Tells readers of the list what changed: each finds the latest of what changed since it last looked, so no queue grows. Every
 * reader's events are numbered without a gap, beginning with a snapshot.
 */
export class ListFeed {
  readonly #readers = new Set<Reader>();
  readonly #view: ListView;

  constructor(view: ListView) {
    this.#view = view;
  }

  changed(id: string): void {
    for (const reader of this.#readers) {
      reader.changed.add(id);
      reader.wake();
    }
  }

  async *read(signal?: AbortSignal): AsyncGenerator<ConversationsEvent, void, void> {
    const reader: Reader = { changed: new Set(), wake: () => {} };
    const wake = (): void => reader.wake();
    this.#readers.add(reader);
    signal?.addEventListener("abort", wake);
    try {
      let sequence = 0;
      yield { kind: "snapshot", sequence: sequence++, ...(await this.#view.newest()) };
      while (!signal?.aborted) {
        const woken = new Promise<void>((resolve) => (reader.wake = resolve));
        const [id] = reader.changed;
        if (id === undefined) {
          await woken;
          continue;
        }
        reader.changed.delete(id);
        const conversation = await this.#view.conversation(id);
        yield conversation
          ? { kind: "changed", sequence: sequence++, conversation }
          : { kind: "deleted", sequence: sequence++, id };
      }
    } finally {
      this.#readers.delete(reader);
      signal?.removeEventListener("abort", wake);
    }
  }
}
