import type { ConversationEvent } from "#shared/contract/chat.ts";
import type { Message } from "#shared/contract/chatMessages.ts";
import type { Chat } from "./contract.ts";

/** The conversation as a client has it that follows and applies each event; throws where an event does not fit. */
export class Follower implements AsyncDisposable {
  messages: Message[] = [];
  conversation: Extract<ConversationEvent, { kind: "snapshot" }>["conversation"] | null = null;
  isDeleted = false;
  readonly events: ConversationEvent[] = [];
  readonly #abort = new AbortController();
  readonly #done: Promise<void>;
  #waiting: { readonly condition: (follower: Follower) => boolean; readonly resolve: () => void }[] = [];
  #failure: unknown = null;

  constructor(chat: Chat, id: string) {
    this.#done = this.#run(chat, id).catch((error: unknown) => {
      this.#failure = error;
      this.#check();
    });
  }

  get answer(): Message | undefined {
    return this.messages.findLast(({ role }) => role === "assistant");
  }

  get text(): string {
    return textIn(this.answer);
  }

  async until(condition: (follower: Follower) => boolean): Promise<this> {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiting.push({ condition, resolve });
    this.#check();
    await promise;
    if (this.#failure) throw this.#failure;
    return this;
  }

  /** Waits until the answer, of which there is one more than before the question, has ended. */
  async ended(): Promise<Message> {
    const isOver = ({ messages }: Follower): boolean => {
      const last = messages.at(-1);
      return last?.role === "assistant" && last.state !== "streaming";
    };
    await this.until(isOver);
    const answer = this.messages.at(-1);
    if (!answer) throw new Error("There is no answer");
    return answer;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#abort.abort();
    await this.#done;
  }

  async #run(chat: Chat, id: string): Promise<void> {
    for await (const event of chat.follow({ id }, this.#abort.signal)) {
      this.events.push(event);
      this.#apply(event);
      this.#check();
    }
  }

  #apply(event: ConversationEvent): void {
    if (event.kind === "snapshot" || event.kind === "path") this.messages = event.messages;
    if (event.kind === "snapshot" || event.kind === "conversation") this.conversation = event.conversation;
    if (event.kind === "deleted") this.isDeleted = true;
    if (event.kind === "message") {
      const index = this.messages.findIndex(({ id }) => id === event.message.id);
      this.messages = index < 0 ? [...this.messages, event.message] : this.messages.with(index, event.message);
    }
    if (event.kind !== "text") return;
    const index = this.messages.findIndex(({ id }) => id === event.message);
    const message = this.messages[index];
    if (!message) throw new Error("Text for a message that is not shown");
    const part = message.parts[event.part] ?? { kind: event.partKind, text: "" };
    if (part.kind !== event.partKind) throw new Error("Text of another kind than its part");
    if (part.text.length !== event.from) throw new Error(`Text from ${event.from} where ${part.text.length} is known`);
    const parts = [...message.parts];
    parts[event.part] = { kind: event.partKind, text: part.text + event.text };
    this.messages = this.messages.with(index, { ...message, parts });
  }

  #check(): void {
    this.#waiting = this.#waiting.filter(({ condition, resolve }) => {
      if (this.#failure === null && !condition(this)) return true;
      resolve();
      return false;
    });
  }
}

export function textIn(message: Message | undefined): string {
  return (message?.parts ?? []).flatMap((part) => (part.kind === "text" ? [part.text] : [])).join("|");
}
