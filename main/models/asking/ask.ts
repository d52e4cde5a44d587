import { randomUUID } from "node:crypto";
import type { Usage } from "#shared/contract/models.ts";
import { AppError } from "#shared/errors/appError.ts";
import type { Log } from "../../observability/log.ts";
import type { ModelEvent, ModelRequest } from "../contract.ts";
import { usageOf } from "../usage/cost.ts";
import type { UsageBook } from "../usage/usageBook.ts";
import { type AskedInstance, type AskOneDeps, askOne } from "./askOne.ts";

export interface AskDeps extends AskOneDeps {
  /** Who is asked, in order. Throws MODEL_NOT_CONFIGURED. */
  readonly chain: (request: ModelRequest) => readonly AskedInstance[];
  readonly book: UsageBook;
  readonly log: Log;
  /** How a call ended: `OK`, or the code of its error. */
  readonly onCall?: (model: string, code: string, durationMs: number) => void;
}

/** An answer of the first of the chain that can give one. Only what another might do better leads on to the next. */
export async function* ask(request: ModelRequest, deps: AskDeps): AsyncGenerator<ModelEvent, void, void> {
  request.signal.throwIfAborted();
  const chain = deps.chain(request);
  const log = deps.log.child({ correlationId: randomUUID(), context: { conversation: request.conversation } });
  let failed: unknown;
  for (const [index, instance] of chain.entries()) {
    const told = { isTold: false };
    try {
      await deps.book.expectBudget(instance.alias);
    } catch (error) {
      // Whoever set the budget meant it to stop; and a stand-in that may not be asked leaves the first one's failure.
      throw failed ?? error;
    }
    try {
      yield* askAndCount(instance, index > 0, request, { ...deps, log }, told);
      return;
    } catch (error) {
      failed ??= error;
      if (told.isTold || !mayAnotherAnswer(error) || request.signal.aborted) throw error;
      if (index + 1 < chain.length)
        log.warn("A model cannot answer; another stands in", {
          model: instance.alias.key,
          instead: chain[index + 1]?.alias.key,
        });
    }
  }
  throw failed;
}

/** Its own trouble, and after every attempt: a wrong key, a refusal or a bug would only be hidden by somebody else's answer. */
function mayAnotherAnswer(error: unknown): boolean {
  return error instanceof AppError && error.code.startsWith("MODEL_") ? error.retryable : isTimeout(error);
}

function isTimeout(error: unknown): boolean {
  return error instanceof AppError && error.code === "TIMEOUT";
}

async function* askAndCount(
  instance: AskedInstance,
  isFallback: boolean,
  request: ModelRequest,
  deps: AskDeps,
  told: { isTold: boolean },
): AsyncGenerator<ModelEvent, void, void> {
  const { alias, provider } = instance;
  const begin = performance.now();
  const context = { model: alias.key, provider: provider.key };
  let firstMs: number | null = null;
  let code = "STOPPED";
  let retries = 0;
  try {
    const { system, messages, tools, signal } = request;
    const answer = askOne(instance, { system, messages, tools, signal }, isFallback, deps);
    let next = await answer.next();
    try {
      for (; !next.done; next = await answer.next()) {
        const event = next.value;
        if (event.kind === "retrying") {
          retries += 1;
          deps.log.warn("A model is asked again", { ...context, attempt: event.attempt, error: event.error });
        } else if (event.kind !== "started") {
          firstMs ??= Math.round(performance.now() - begin);
          told.isTold = true;
        }
        yield event;
      }
    } finally {
      await answer.return(next.done ? next.value : unread);
    }
    const { reason, inputTokens, outputTokens } = next.value;
    const usage = usageOf(alias, inputTokens, outputTokens);
    await recordUsage(alias.key, usage, deps);
    code = "OK";
    deps.log.info("A model answered", { ...context, ms: ms(begin), firstMs, retries, reason, ...usage });
    yield { kind: "finished", reason, usage };
  } catch (error) {
    if (!request.signal.aborted) {
      code = error instanceof AppError ? error.code : "INTERNAL";
      deps.log.warn("A model did not answer", { ...context, ms: ms(begin), firstMs, retries, error });
    }
    throw error;
  } finally {
    deps.onCall?.(alias.key, code, performance.now() - begin);
  }
}

/** What a generator that is left early is given to return; nobody looks at it. */
const unread = { kind: "finished", reason: "stop", inputTokens: 0, outputTokens: 0 } as const;

function ms(begin: number): number {
  return Math.round(performance.now() - begin);
}

/** An answer that is there is not taken away because the book could not be written. */
async function recordUsage(model: string, usage: Usage, { book, log }: Pick<AskDeps, "book" | "log">): Promise<void> {
  try {
    await book.record(model, usage);
  } catch (error) {
    log.error("What a model used could not be written down", { model, ...usage, error });
  }
}
