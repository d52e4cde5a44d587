import type { AttentionAnswer } from "#shared/contract/attention.ts";
import { AppError } from "#shared/errors/appError.ts";
import type { Language } from "#shared/errors/errorTexts.ts";
import type { Caller } from "../../core/caller.ts";
import { attentionTexts } from "../texts.ts";
import { cleanText } from "./cleanText.ts";
import { needsAnswer } from "./itemRequest.ts";
import type { KeptItem } from "./keptItem.ts";

export interface AnswerRequest {
  readonly id: string;
  readonly idempotencyKey: string;
  readonly choice?: string | undefined;
  readonly text?: string | undefined;
}

export type Verdict =
  /** This very answer has been applied before. */
  { readonly kind: "repeated" } | { readonly kind: "applies"; readonly answered: KeptItem };

/**
 * What an answer does to an item as it is now. Throws ATTENTION_CLOSED where it has ended otherwise (`details.by`: who or what was
 * first, for people) and VALIDATION where the item does not take this answer.
 */
export function judgeAnswer(
  kept: KeptItem,
  { caller, request, now, language }: { caller: Caller; request: AnswerRequest; now: number; language: Language },
): Verdict {
  const answerKey = keyOfAnswer(caller, request.idempotencyKey);
  if (kept.answerKey === answerKey) return { kind: "repeated" };
  if (kept.item.state !== "open")
    throw new AppError("ATTENTION_CLOSED", { details: { by: endedBy(kept, language), state: kept.item.state } });
  const answer: AttentionAnswer = {
    ...checkedAnswer(kept, request),
    by: { kind: caller.kind, label: caller.label },
    at: now,
  };
  return {
    kind: "applies",
    answered: { ...kept, answerKey, item: { ...kept.item, state: "answered", answer, updatedAt: now } },
  };
}

/** A key is the caller's own: nobody gets another's answer by guessing it. */
function keyOfAnswer({ kind, credentialId }: Caller, idempotencyKey: string): string {
  return `${kind} ${credentialId} ${idempotencyKey}`;
}

function checkedAnswer({ item }: KeptItem, { choice, text }: AnswerRequest): Pick<AttentionAnswer, "choice" | "text"> {
  const refuse = (field: string, message: string): never => {
    throw new AppError("VALIDATION", { message, details: { field } });
  };
  if (!needsAnswer(item)) refuse("id", "This item does not wait for an answer.");
  if (choice !== undefined && !item.choices.some(({ id }) => id === choice))
    refuse("choice", "The item has no such choice.");
  const words = text === undefined ? "" : cleanText(text, 4000);
  if (words !== "" && !item.acceptsText) refuse("text", "The item takes one of its choices, not words.");
  if (choice === undefined && words === "") refuse("choice", "An answer is a choice, or words, or both.");
  return { choice: choice ?? null, text: words === "" ? null : words };
}

function endedBy({ item }: KeptItem, language: Language): string {
  const texts = attentionTexts(language);
  return item.answer?.by.label ?? (item.closedBy === null ? "" : texts.closedBy[item.closedBy]);
}
