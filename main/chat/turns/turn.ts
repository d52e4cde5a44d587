import type { Message, ToolCall } from "#shared/contract/chatMessages.ts";
import type { Usage } from "#shared/contract/models.ts";
import { AppError } from "#shared/errors/appError.ts";
import type { ModelRequest, Models, ModelToolCall } from "../../models/contract.ts";
import type { Log } from "../../observability/log.ts";
import { toAppError } from "../../observability/toAppError.ts";
import type { PieceWriter } from "../checkpoints/pieceWriter.ts";
import { changeCall, toolCalls } from "../store/parts.ts";
import { chatText } from "../texts.ts";
import { abortable } from "./abortable.ts";
import { LiveMessage } from "./liveMessage.ts";
import { runTool, type ToolRunDeps } from "./toolRun.ts";

/** Why a turn is ended from outside. */
export type EndReason = "stopped" | "closing";

export interface TurnDeps extends ToolRunDeps {
  readonly models: Pick<Models, "ask">;
  readonly writer: PieceWriter;
  readonly log: Log;
}

/** What a turn needs of its conversation. */
export interface TurnHost {
  readonly conversation: string;
  readonly title: string;
  /** What the model is asked next, the answer so far included. Throws MODEL_NOT_CONFIGURED, MODEL_TOO_LONG, ATTACHMENT_INVALID. */
  request(answer: Message, isResumed: boolean): Promise<Omit<ModelRequest, "signal" | "conversation">>;
  /** Keeps the answer as it is; resolves when it is on disk. `spent` is what the step has used. */
  checkpoint(answer: Message, spent: Usage | null): Promise<void>;
  /** `text`: there is more to show; `message`: something else about the answer has changed; `asking`: also what the conversation waits for. */
  changed(what: "text" | "message" | "asking"): void;
}

/** A model that calls tools forever ends here. */
export const maximumSteps = 25;
const maximumCalls = 64;
/** Of one answer, text and reasoning together, in UTF-16 units: no model says so much, only a broken server. */
const maximumLength = 2_000_000;
const progressIntervalMs = 100;
const finishAgainMs = 2000;

class TurnEnded extends Error {
  readonly ending: EndReason;
  constructor(ending: EndReason) {
    super(`The turn was ended: ${ending}`);
    this.ending = ending;
  }
}

/** One answer of a model: steps of text and tool calls until it calls none, each checkpointed. */
export class Turn {
  readonly live: LiveMessage;
  readonly #deps: TurnDeps;
  readonly #host: TurnHost;
  readonly #abort = new AbortController();
  /** Somebody ended it, whatever else had ended it before. */
  readonly #ended = new AbortController();
  readonly #isResumed: boolean;

  constructor(deps: TurnDeps, host: TurnHost, answer: Message, { isResumed }: { readonly isResumed: boolean }) {
    this.#deps = deps;
    this.#host = host;
    this.#isResumed = isResumed;
    this.live = new LiveMessage(answer, deps.writer, {
      onShown: () => host.changed("text"),
      onFailure: (error) => this.#abort.abort(error),
    });
  }

  get isAsking(): boolean {
    return toolCalls(this.live.shown.parts).some(({ state }) => state === "asking");
  }

  end(reason: EndReason): void {
    this.#ended.abort();
    this.#abort.abort(new TurnEnded(reason));
  }

  /** Never rejects: how it ended is the message's state, and on disk. */
  async run(): Promise<void> {
    let ending: Partial<Message> = { state: "done", error: null };
    try {
      await this.#steps();
    } catch (error) {
      ending = this.#endingOf(error);
    }
    await this.#finishSurely(ending);
  }

  /** A full disk holds the end back until there is room, or until somebody wants no more of it: then the next start repairs it. */
  async #finishSurely(first: Partial<Message>): Promise<void> {
    for (let ending = first; ; ) {
      try {
        return await this.#finish(ending);
      } catch (error) {
        ending = this.#endingOf(error);
        this.live.change({ ...ending, endedAt: this.#deps.now() });
        this.#host.changed("message");
        if (this.#ended.signal.aborted) return;
        await this.#pause(finishAgainMs);
      }
    }
  }

  /** Shorter where somebody ends the turn meanwhile. */
  async #pause(ms: number): Promise<void> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const timer = setTimeout(resolve, ms);
    this.#ended.signal.addEventListener("abort", () => resolve(), { once: true });
    await promise;
    clearTimeout(timer);
  }

  async #steps(): Promise<void> {
    await this.#runTools();
    for (let step = 1; ; step += 1) {
      this.#abort.signal.throwIfAborted();
      if (step > maximumSteps) {
        const reason = chatText(this.#deps.language(), "tooManySteps", { steps: maximumSteps });
        throw new AppError("TOOL_CALL_FAILED", { message: `The turn took ${maximumSteps} steps`, details: { reason } });
      }
      const request = await this.#host.request(this.live.shown, this.#isResumed && step === 1);
      await this.#ask(request);
      if (!(await this.#runTools())) return;
    }
  }

  async #ask(request: Omit<ModelRequest, "signal" | "conversation">): Promise<void> {
    const { signal } = this.#abort;
    const { conversation } = this.#host;
    const before = toolCalls(this.live.shown.parts).length;
    this.live.expectFirst();
    for await (const event of abortable(this.#deps.models.ask({ ...request, conversation, signal }), signal)) {
      switch (event.kind) {
        case "started":
          this.#show({ model: event.model });
          break;
        case "retrying":
          this.#show({ retry: { attempt: event.attempt, attempts: event.attempts, nextAt: event.nextAt } });
          break;
        case "text":
        case "reasoning":
          this.#answered();
          this.live.write(event.kind, event.text);
          if (this.live.length > maximumLength) throw badAnswer("The answer is longer than any may be");
          break;
        case "tool-call":
          this.#answered();
          if (toolCalls(this.live.shown.parts).length - before >= maximumCalls) throw badAnswer("Too many tool calls");
          await this.#addCall(event.call);
          break;
        case "finished":
          await this.#stepDone(event.usage);
          if (event.reason === "refused") throw new AppError("MODEL_REFUSED", { details: { reason: "refused" } });
          if (event.reason === "length") throw badAnswer("The answer was cut off at the model's limit");
          return;
      }
    }
    throw badAnswer("The answer broke off");
  }

  /** Only what is not text may be shown like this: model and attempts, which matter as long as the answer is awaited. */
  #show(change: Pick<Message, "model"> | Pick<Message, "retry">): void {
    this.live.change(change);
    this.#host.changed("message");
  }

  #answered(): void {
    if (this.live.shown.retry) this.#show({ retry: null });
  }

  async #addCall(call: ModelToolCall): Promise<void> {
    await this.live.settle();
    const known = new Set(toolCalls(this.live.shown.parts).map(({ id }) => id));
    const added: ToolCall = {
      kind: "tool-call",
      id: uniqueId(call.id, known),
      tool: call.tool.slice(0, 160),
      arguments: call.arguments.toWellFormed(),
      state: "pending",
      progress: null,
      result: null,
      error: null,
      startedAt: null,
      endedAt: null,
      attention: null,
    };
    this.live.change({ parts: [...this.live.shown.parts, added] });
    await this.#checkpoint(null);
  }

  async #stepDone(spent: Usage): Promise<void> {
    await this.live.settle();
    this.live.change({ usage: addUsage(this.live.shown.usage, spent), retry: null });
    await this.#checkpoint(spent);
  }

  /** Runs what is still to run, all at the same time. Answers whether there was anything, so that the model is to be told. */
  async #runTools(): Promise<boolean> {
    const calls = toolCalls(this.live.shown.parts).filter(({ state }) => state === "pending");
    if (calls.length === 0) return false;
    const outcomes = await Promise.allSettled(calls.map((call) => this.#runTool(call)));
    const failed = outcomes.find((outcome) => outcome.status === "rejected");
    if (failed) throw failed.reason;
    return true;
  }

  async #runTool(call: ToolCall): Promise<void> {
    let progressAt = Number.NEGATIVE_INFINITY;
    const change = (changed: Partial<ToolCall>): void => {
      this.live.change({ parts: changeCall(this.live.shown.parts, call.id, changed) });
    };
    await runTool(this.#deps, call, {
      signal: this.#abort.signal,
      caller: { label: this.#host.title, conversation: this.#host.conversation },
      change: async (changed) => {
        const wasAsking = this.isAsking;
        change(changed);
        await this.#checkpoint(null);
        if (wasAsking !== this.isAsking) this.#host.changed("asking");
      },
      progress: (progress) => {
        const now = performance.now();
        if (this.#abort.signal.aborted || now - progressAt < progressIntervalMs) return;
        progressAt = now;
        change({ progress: progress.toWellFormed() });
        this.#host.changed("message");
      },
    });
  }

  async #checkpoint(spent: Usage | null): Promise<void> {
    await this.#host.checkpoint(this.live.shown, spent);
    this.#host.changed("message");
  }

  async #finish(ending: Partial<Message>): Promise<void> {
    if (!this.#abort.signal.aborted || this.#abort.signal.reason instanceof TurnEnded) await this.live.settle();
    const { language, now } = this.#deps;
    // What never ran can still be run when the answer is resumed; what was running may have taken effect.
    const isOver = ending.state !== "interrupted";
    const error = chatText(language(), isOver ? "stoppedTool" : "interruptedTool");
    const parts = this.live.shown.parts.map((part) => {
      if (part.kind !== "tool-call" || part.endedAt !== null) return part;
      if (!isOver && part.state !== "running") return { ...part, state: "pending" as const, attention: null };
      return { ...part, state: "cancelled" as const, error, endedAt: now(), progress: null };
    });
    this.live.change({ ...ending, parts, retry: null, endedAt: now() });
    await this.#host.checkpoint(this.live.shown, null);
  }

  #endingOf(error: unknown): Partial<Message> {
    if (error instanceof TurnEnded)
      return { state: error.ending === "closing" ? "interrupted" : "stopped", error: null };
    const { log, language } = this.#deps;
    const known = toAppError(error, { log });
    log.warn("An answer failed", { code: known.code });
    return { state: "failed", error: known.toShape(language()) };
  }
}

/** Some servers count from `call_0` in every answer; a call is told apart by its id alone, so it gets one of its own. */
function uniqueId(id: string, known: ReadonlySet<string>): string {
  const base = id === "" ? "call" : id.slice(0, 120);
  let unique = base;
  for (let number = 2; known.has(unique); number += 1) unique = `${base}_${number}`;
  return unique;
}

function badAnswer(message: string): AppError {
  return new AppError("MODEL_BAD_ANSWER", { message });
}

export function addUsage(before: Usage | null, spent: Usage): Usage {
  const cost = before?.cost == null && spent.cost === null ? null : (before?.cost ?? 0) + (spent.cost ?? 0);
  return {
    inputTokens: (before?.inputTokens ?? 0) + spent.inputTokens,
    outputTokens: (before?.outputTokens ?? 0) + spent.outputTokens,
    cost,
  };
}
