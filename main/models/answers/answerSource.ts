import type { ModelEvent, ModelMessage, ModelTool } from "../contract.ts";

/** What a source tells while it answers, in order; `finished` comes last and exactly once. */
export type AnswerPart =
  | Extract<ModelEvent, { kind: "text" | "reasoning" | "tool-call" }>
  /** Something came that is not told yet, as the arguments of a call: the source is alive. */
  | { readonly kind: "progress" }
  | {
      readonly kind: "finished";
      readonly reason: Extract<ModelEvent, { kind: "finished" }>["reason"];
      readonly inputTokens: number;
      readonly outputTokens: number;
    };

export interface Question {
  readonly system: string;
  readonly messages: readonly ModelMessage[];
  readonly tools: readonly ModelTool[];
  /** The provider's key, resolved for this call; null where it has none. */
  readonly key: string | null;
  readonly signal: AbortSignal;
}

/** Something that answers: a provider's model, or an installed tool. One try, nothing repeated. */
export interface AnswerSource {
  /**
   * Throws AppErrors for whatever the other side does wrong, the signal's reason when it is aborted, and anything else only for a bug
   * of ours.
   */
  answer(question: Question): AsyncIterable<AnswerPart>;
}

/** More than any model writes in one answer; beyond it the other side is broken, and its answer would only fill our memory. */
export const maximumAnswerCharacters = 8_000_000;
