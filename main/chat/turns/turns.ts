import type { Message } from "#shared/contract/chatMessages.ts";
import type { Usage } from "#shared/contract/models.ts";
import { AppError } from "#shared/errors/appError.ts";
import type { ChatHouse } from "../chatHouse.ts";
import type { Checkpointer } from "../checkpoints/checkpointer.ts";
import { type PrepareDeps, type Prepared, prepareRequest } from "../context/prepareRequest.ts";
import { firstWords, textOf } from "../store/parts.ts";
import { type EndReason, Turn, type TurnDeps } from "./turn.ts";

export interface TurnsDeps extends TurnDeps, PrepareDeps {
  readonly settings: TurnDeps["settings"] & PrepareDeps["settings"];
  readonly models: TurnDeps["models"] & PrepareDeps["models"];
  readonly toolBox: TurnDeps["toolBox"];
  /** An answer has ended, or does not fit the model's window: what comes after it, in the background. */
  readonly onEnded: (conversation: string, answer: Message) => void;
  readonly onTooLong: (conversation: string) => void;
}

interface Running {
  readonly turn: Turn;
  readonly done: Promise<void>;
}

export const previewLength = 200;

/** The answers that are being given now: at most one in each conversation. */
export class Turns {
  readonly #deps: TurnsDeps;
  readonly #running = new Map<string, Running>();
  #isClosing = false;

  constructor(deps: TurnsDeps) {
    this.#deps = deps;
  }

  live(conversation: string): Message | null {
    return this.#running.get(conversation)?.turn.live.shown ?? null;
  }

  isAsking(conversation: string): boolean {
    return this.#running.get(conversation)?.turn.isAsking ?? false;
  }

  get count(): number {
    return this.#running.size;
  }

  /** Begins answering; the message stands in the database already, as `streaming`. Who calls is alone at the conversation. */
  start(
    house: ChatHouse,
    checkpointer: Checkpointer,
    answer: Message,
    options: { readonly title: string; readonly model: string | null; readonly isResumed: boolean },
  ): void {
    const { conversation } = answer;
    const log = this.#deps.log.child({ context: { conversation, message: answer.id }, correlationId: answer.id });
    const turn = new Turn({ ...this.#deps, log }, this.#host(house, checkpointer, answer, options), answer, options);
    const done = turn.run().then(() => {
      this.#running.delete(conversation);
      house.feed.messageChanged(conversation, answer.id);
      house.conversationChanged(conversation);
      if (!this.#isClosing) this.#deps.onEnded(conversation, turn.live.shown);
    });
    this.#running.set(conversation, { turn, done });
    if (this.#isClosing) turn.end("closing");
  }

  /** Resolves when the answer, if there is one, has ended and is on disk. */
  async end(conversation: string, reason: EndReason): Promise<void> {
    const running = this.#running.get(conversation);
    running?.turn.end(reason);
    await running?.done;
  }

  async endAll(): Promise<void> {
    this.#isClosing = true;
    await Promise.all([...this.#running.keys()].map((conversation) => this.end(conversation, "closing")));
  }

  #host(
    house: ChatHouse,
    checkpointer: Checkpointer,
    { id, conversation }: Message,
    { title, model }: { readonly title: string; readonly model: string | null },
  ): ConstructorParameters<typeof Turn>[1] {
    let prepared: Prepared | null = null;
    return {
      conversation,
      title,
      request: async (answer, isResumed) => {
        const row = await house.row(conversation);
        const after = row.summarised_up_to;
        const path = await checkpointer.path(id, after);
        const shown = path.map((message) => (message.id === id ? answer : message));
        // Where another path was chosen since, the summary is of something else.
        const summary = after !== null && checkpointer.tree.path(id).includes(after) ? row.summary : null;
        const told = { systemPrompt: row.system_prompt, summary };
        prepared = await prepareRequest(this.#deps, told, shown, { model: model ?? row.model, isResumed });
        if (prepared.fits) return prepared.request;
        this.#deps.onTooLong(conversation);
        throw new AppError("MODEL_TOO_LONG", { details: { model: prepared.model.key } });
      },
      checkpoint: async (answer, spent: Usage | null) => {
        const key = answer.model?.key ?? prepared?.model.key;
        if (spent && prepared && key !== undefined)
          this.#deps.correction.learn(key, prepared.estimated, spent.inputTokens);
        const isOver = answer.state !== "streaming";
        await checkpointer.checkpoint(answer, isOver ? endOf(answer, this.#deps.now()) : {}, spent);
      },
      changed: (what) => {
        if (what === "text") house.feed.textGrown(conversation);
        else house.feed.messageChanged(conversation, id);
        if (what === "asking") house.conversationChanged(conversation);
      },
    };
  }
}

/** What an answer's end says about its conversation. */
function endOf(answer: Message, now: number) {
  const text = textOf(answer.parts);
  return {
    updated_at: now,
    is_interrupted: answer.state === "interrupted" ? 1 : 0,
    ...(text === "" ? {} : { preview: firstWords(text, previewLength) }),
  };
}
