import { setTimeout as after } from "node:timers/promises";
import type { AttentionAnswer } from "#shared/contract/attention.ts";
import type { Log } from "../../observability/log.ts";
import type { Attention, AttentionRequest } from "../contract.ts";
import type { HookRun, OpenQuestion } from "./hookRuns.ts";
import { type HookReading, type HookReply, noReply, type OwnPrompt } from "./hookTool.ts";

export interface AskContext {
  readonly attention: Pick<Attention, "raise" | "close" | "outcome">;
  readonly screen: (session: string) => Promise<readonly string[]>;
  readonly type: (session: string, keys: string) => Promise<unknown>;
  readonly log: Log;
  readonly run: HookRun;
  readonly sayer: Pick<AttentionRequest, "place" | "who" | "tool">;
  /** Aborts when the hook command has gone. */
  readonly signal: AbortSignal;
}

type Ask = NonNullable<HookReading["ask"]>;

/** Asks a person on every surface and resolves with the tool's reply: empty if the answer was given in the terminal, or none is needed. */
export async function askPerson(context: AskContext, ask: Ask): Promise<HookReply> {
  const { run, sayer, log, signal } = context;
  const { subject, ownPrompt, ...said } = ask;
  const question = run.ask(subject, ownPrompt.kind);
  if (!question) return noReply;
  const request = { ...said, ...sayer };
  if (ownPrompt.kind !== "later") {
    const answer = await answerTo(context, request, question, AbortSignal.any([question.signal, signal]));
    return answer ? ownPrompt.reply(answer) : noReply;
  }
  void answerTo(context, request, question, question.signal)
    .then((answer) => (answer ? typeAnswer(context, ownPrompt, answer) : undefined))
    .catch((error: unknown) => log.error("An answer could not be typed", { session: run.session, error }));
  return noReply;
}

/** Null if nobody has answered when nobody needs to any more (`over`), or the item was put away. */
async function answerTo(
  { attention }: AskContext,
  request: AttentionRequest,
  question: OpenQuestion,
  over: AbortSignal,
): Promise<AttentionAnswer | null> {
  using _listed = question;
  const item = await attention.raise(request);
  try {
    const outcome = await attention.outcome(item.id, over);
    return outcome.kind === "answered" ? outcome.answer : null;
  } catch (error) {
    if (!over.aborted) throw error;
    await endOf(question);
    await attention.close(item.id, question.closedBy);
    return null;
  }
}

/** A session that ends takes its hook with it, and the hook is mostly gone first. */
const endPatienceMs = 500;

async function endOf(question: OpenQuestion): Promise<void> {
  if (question.signal.aborted) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = setTimeout(resolve, endPatienceMs);
  question.signal.addEventListener("abort", () => resolve(), { once: true });
  await promise;
  clearTimeout(timer);
}

/** The prompt appears only after the hook has ended, so it is looked for a few times. */
const looks = 20;
const lookEveryMs = 150;

async function typeAnswer(
  { run, screen, type, log }: AskContext,
  prompt: Extract<OwnPrompt, { kind: "later" }>,
  answer: AttentionAnswer,
): Promise<void> {
  for (let look = 0; look < looks; look++) {
    const keys = prompt.keys(answer, await screen(run.session));
    if (keys !== null) {
      await type(run.session, keys);
      return;
    }
    await after(lookEveryMs);
  }
  log.warn("The prompt that was answered is not on the screen any more", { session: run.session });
}
