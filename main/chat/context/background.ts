import type { Message } from "#shared/contract/chatMessages.ts";
import { AppError } from "#shared/errors/appError.ts";
import type { ModelRequest, Models } from "../../models/contract.ts";
import type { Log } from "../../observability/log.ts";
import { toAppError } from "../../observability/toAppError.ts";
import type { ConversationRow } from "../../storage/tables.ts";
import type { ChatHouse } from "../chatHouse.ts";
import { changeConversation } from "../store/conversationRows.ts";
import { firstWords } from "../store/parts.ts";
import { abortable } from "../turns/abortable.ts";
import { estimateText } from "./estimateTokens.ts";
import { afterSummary, modelOf, roomFor } from "./prepareRequest.ts";
import { fullShare, oldestTurns, shortened, summaryInstruction, transcript } from "./summarise.ts";
import type { TokenCorrection } from "./tokenCorrection.ts";

export interface BackgroundDeps {
  readonly models: Pick<Models, "ask" | "list" | "modelFor">;
  readonly correction: TokenCorrection;
  readonly log: Log;
  /** Called where the house is needed; it needs to know who is summarising itself. */
  readonly house: () => ChatHouse;
}

/** Of the summarising model's room, for what it reads at once. */
const readShare = 0.6;
const titleInstruction =
  "Name this conversation in at most six words (or twelve Chinese characters), in its language. Answer with the title alone, without quotation marks.";

/** What is asked of models when nobody waits: summaries of what no longer fits, and titles. */
export class Background implements AsyncDisposable {
  readonly #deps: BackgroundDeps;
  readonly #abort = new AbortController();
  readonly #summarising = new Map<string, Promise<void>>();
  readonly #naming = new Map<string, Promise<void>>();

  constructor(deps: BackgroundDeps) {
    this.#deps = deps;
  }

  isSummarising(conversation: string): boolean {
    return this.#summarising.has(conversation);
  }

  /** Summarises the oldest turns if the window is nearly full, or `isTooLong` says that it is. */
  considerSummary(conversation: string, { isTooLong }: { readonly isTooLong: boolean }): void {
    this.#begin(this.#summarising, conversation, async () => {
      await this.#summarise(conversation, isTooLong);
    });
  }

  /** Lets the model for background work name the conversation: only where the user has chosen one for it, apart from the default. */
  considerTitle(conversation: string): void {
    const { models } = this.#deps;
    const worker = models.modelFor("working");
    if (worker === null || worker.key === models.modelFor("default")?.key) return;
    this.#begin(this.#naming, conversation, () => this.#name(conversation));
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#abort.abort(new Error("closing"));
    await Promise.all([...this.#summarising.values(), ...this.#naming.values()]);
  }

  #begin(running: Map<string, Promise<void>>, conversation: string, work: () => Promise<void>): void {
    if (running.has(conversation) || this.#abort.signal.aborted) return;
    const log = this.#deps.log.child({ context: { conversation } });
    const done = work()
      .catch((error: unknown) => {
        if (this.#abort.signal.aborted) return;
        // Tried again after the next turn; until then everything is as it was.
        log.warn("Background work for a conversation failed", { code: toAppError(error, { log }).code });
      })
      .finally(() => {
        running.delete(conversation);
        if (running === this.#summarising) this.#deps.house().conversationChanged(conversation);
      });
    running.set(conversation, done);
  }

  async #summarise(conversation: string, isTooLong: boolean): Promise<void> {
    const house = this.#deps.house();
    const row = await house.row(conversation);
    const model = modelOf(this.#deps.models, row.model);
    const path = (await house.path(conversation)) ?? [];
    if (!model) return;
    const room = roomFor(model.contextTokens);
    const shown = afterSummary(path, row.summarised_up_to);
    const tokens = (message: Message): number =>
      this.#deps.correction.corrected(model.key, estimateText(transcript(message)));
    const used = shown.reduce((sum, message) => sum + tokens(message), 0);
    if (!isTooLong && Math.max(used, row.used_tokens) < room * fullShare) return;
    const old = oldestTurns(shown, tokens, room).filter(({ state }) => state !== "streaming");
    if (old.length === 0) return;
    house.conversationChanged(conversation);
    await this.#summariseAll(row, old, shown.length < path.length ? row.summary : null);
  }

  /** Piece by piece, each kept: as much at once as the summarising model reads. */
  async #summariseAll(row: ConversationRow, old: readonly Message[], before: string | null): Promise<void> {
    const { models } = this.#deps;
    const worker = models.modelFor("memory") ?? modelOf(models, row.model);
    if (!worker) return;
    const limit = roomFor(worker.contextTokens) * readShare;
    let summary = before;
    for (let from = 0; from < old.length; ) {
      const texts: string[] = [];
      let tokens = estimateText(summary ?? "");
      let to = from;
      for (; to < old.length; to += 1) {
        const message = old[to];
        if (!message) break;
        const text = shortened(transcript(message), limit / 2);
        tokens += estimateText(text);
        if (to > from && tokens > limit) break;
        texts.push(text);
      }
      const earlier = summary === null ? [] : [`Earlier summary:\n${summary}`];
      summary = await this.#ask(worker.key, summaryInstruction, [...earlier, ...texts].join("\n\n"));
      const upTo = old[to - 1]?.id ?? null;
      await changeConversation(this.#deps.house().database, row.id, { summary, summarised_up_to: upTo });
      this.#deps.house().conversationChanged(row.id);
      from = to;
    }
  }

  async #name(conversation: string): Promise<void> {
    const house = this.#deps.house();
    const row = await house.row(conversation);
    const worker = this.#deps.models.modelFor("working");
    if (row.title_by !== "message" || !worker) return;
    const path = (await house.path(conversation)) ?? [];
    const text = path.slice(0, 2).map((message) => shortened(transcript(message), 1000));
    const title = firstWords(
      (await this.#ask(worker.key, titleInstruction, text.join("\n\n"))).replace(/["“”「」《》]/g, ""),
      80,
    );
    const isNow = (await house.row(conversation)).title_by === "message";
    // A person may have named it meanwhile: that counts.
    if (!isNow || title === "") return;
    await changeConversation(house.database, conversation, { title, title_by: "model" });
    house.conversationChanged(conversation);
  }

  async #ask(key: string, system: string, text: string): Promise<string> {
    const request: ModelRequest = {
      model: { key },
      system,
      messages: [{ role: "user", parts: [{ kind: "text", text }] }],
      tools: [],
      conversation: null,
      signal: this.#abort.signal,
    };
    let answer = "";
    for await (const event of abortable(this.#deps.models.ask(request), this.#abort.signal))
      if (event.kind === "text") answer += event.text;
      else if (event.kind === "finished" && event.reason !== "stop") throw useless(`It ended with ${event.reason}`);
    // What says nothing must not take the place of what was said.
    if (answer.trim() === "") throw useless("It said nothing");
    return shortened(answer.trim().toWellFormed(), 4000);
  }
}

function useless(message: string): AppError {
  return new AppError("MODEL_BAD_ANSWER", { message });
}
