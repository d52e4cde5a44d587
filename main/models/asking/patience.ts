import { AppError } from "#shared/errors/appError.ts";
import type { AnswerPart, AnswerSource, Question } from "../answers/answerSource.ts";

/**
 * An answer whose first word, and every next one, comes within `patienceMs`: else it is given up with TIMEOUT. The time in which the
 * reader is busy does not count, and headers or empty events of a server that then hangs are no word. Always ends with `finished`: a source that just stops has broken off.
 */
export async function* withPatience(
  source: AnswerSource,
  question: Question,
  patienceMs: number,
  details: Readonly<Record<string, unknown>>,
): AsyncGenerator<AnswerPart, void, void> {
  const hung = new AbortController();
  let isWaiting = true;
  const timer = setTimeout(() => {
    if (isWaiting) hung.abort(new AppError("TIMEOUT", { details: { ...details, seconds: patienceMs / 1000 } }));
  }, patienceMs);
  const signal = AbortSignal.any([question.signal, hung.signal]);
  try {
    for await (const part of source.answer({ ...question, signal })) {
      isWaiting = false;
      yield part;
      isWaiting = true;
      if (part.kind === "finished") return;
      timer.refresh();
    }
    throw new AppError("MODEL_BAD_ANSWER", { details: { ...details, reason: "the answer broke off" } });
  } catch (error) {
    signal.throwIfAborted();
    throw error;
  } finally {
    clearTimeout(timer);
  }
}
