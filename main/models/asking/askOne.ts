import { AppError } from "#shared/errors/appError.ts";
import { conversationPolicy, type RetryPolicy } from "#shared/retry/retryPolicy.ts";
import type { AnswerPart, AnswerSource, Question } from "../answers/answerSource.ts";
import type { Outcome } from "../circuit.ts";
import type { ModelEvent } from "../contract.ts";
import type { UsableModel } from "../registry.ts";
import { withRetry } from "../withRetry.ts";
import type { Circuits } from "./circuits.ts";
import { createEventQueue } from "./eventQueue.ts";
import { withPatience } from "./patience.ts";

/** A model at the moment it is asked. It stays what it is until the answer ends, whatever becomes of the settings. */
export interface AskedInstance extends UsableModel {
  readonly source: AnswerSource;
  /** The circuit it belongs to. */
  readonly circuit: string;
}

export interface AskOneDeps {
  readonly circuits: Circuits;
  readonly resolveKey: (model: UsableModel) => Promise<string | null>;
  readonly policy?: RetryPolicy;
  readonly now: () => number;
}

type OwnEvent = Exclude<ModelEvent, { kind: "finished" }>;
type Finished = Extract<AnswerPart, { kind: "finished" }>;

/**
 * One answer of one model, tried again for passing reasons as long as nothing was told. Returns how it finished. A hanging provider
 * is not waited for twice: its TIMEOUT is not repeated.
 */
export async function* askOne(
  instance: AskedInstance,
  question: Omit<Question, "key">,
  isFallback: boolean,
  deps: AskOneDeps,
): AsyncGenerator<OwnEvent, Finished, void> {
  const { alias, provider } = instance;
  const stop = new AbortController();
  const signal = AbortSignal.any([question.signal, stop.signal]);
  const queue = createEventQueue<OwnEvent>();
  const policy = deps.policy ?? conversationPolicy;
  let parts: AsyncIterator<AnswerPart, void> | undefined;
  const open = async () => {
    queue.push({ kind: "started", model: { key: alias.key, name: alias.name, isFallback } });
    parts = attempt(instance, { ...question, signal }, deps);
    let first = await parts.next();
    // Until something is told, a failure may be tried again.
    while (!first.done && first.value.kind === "progress") first = await parts.next();
    return first;
  };
  const opened = withRetry(open, {
    policy,
    signal,
    isRetryable: ({ retryable, code, details }) => retryable && code !== "TIMEOUT" && details.isResting !== true,
    onRetry: ({ attempt: next, delayMs, error }) =>
      queue.push({ kind: "retrying", attempt: next, attempts: policy.attempts, nextAt: deps.now() + delayMs, error }),
  }).finally(queue.end);
  // Awaited below; until then a failure must not count as unhandled.
  opened.catch(() => {});
  try {
    yield* queue;
    let next = await opened;
    while (!next.done) {
      const part = next.value;
      if (part.kind === "finished") return part;
      if (part.kind !== "progress") yield part;
      next = (await parts?.next()) ?? next;
    }
    throw new AppError("MODEL_BAD_ANSWER", { details: { provider: provider.name } });
  } finally {
    stop.abort(new Error("nobody reads on"));
    await parts?.return?.();
  }
}

/** One try, which tells the circuit how its provider fares. */
async function* attempt(
  instance: AskedInstance,
  question: Omit<Question, "key">,
  { circuits, resolveKey }: AskOneDeps,
): AsyncGenerator<AnswerPart, void, void> {
  const { alias, provider, circuit, source } = instance;
  const details = { provider: provider.name, model: alias.model };
  const admission = circuits.admit(circuit);
  if (admission === "refused")
    throw new AppError("MODEL_UNAVAILABLE", {
      message: "The provider failed too often; it is left alone for a while.",
      details: { ...details, reason: "it failed several times in a row and is resting", isResting: true },
    });
  let outcome: Outcome = "unknown";
  try {
    const key = await resolveKey(instance);
    for await (const part of withPatience(source, { ...question, key }, alias.timeoutSeconds * 1000, details)) {
      if (part.kind === "finished") outcome = "fine";
      yield part;
    }
  } catch (error) {
    if (!question.signal.aborted) outcome = outcomeOf(error);
    throw error;
  } finally {
    circuits.settle(circuit, admission, outcome);
  }
}

/** Whose fault it was: a limit, a wrong key or a wrong name are no sign that a provider is down, and a bug of ours is no sign at all. */
function outcomeOf(error: unknown): Outcome {
  if (!(error instanceof AppError)) return "unknown";
  switch (error.code) {
    case "MODEL_UNAVAILABLE":
    case "MODEL_BAD_ANSWER":
    case "TIMEOUT":
      return "failed";
    case "MODEL_AUTH_FAILED":
    case "MODEL_NOT_FOUND":
    case "MODEL_RATE_LIMITED":
    case "MODEL_REFUSED":
    case "MODEL_TOO_LONG":
      return "fine";
    default:
      return "unknown";
  }
}
