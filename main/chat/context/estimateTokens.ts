import type { ModelInput, ModelMessage } from "../../models/contract.ts";

/** What a message costs beside its text: role and delimiters. OpenAI counts 3 to 4. */
const tokensPerMessage = 4;

/** OpenAI's figure for an image at full detail of common size (765 to 1,105); Anthropic's for one of 1,000 × 1,000 is 1,334. */
const tokensPerImage = 1300;

/** Han, kana, Hangul and full-width forms: tokenizers of today take about one token for each. */
const wide = /[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef\u{20000}-\u{3ffff}]/gu;

/** Letters of English text and code to one token: 4 for prose, about 3 for code; the cautious middle. */
const lettersPerToken = 3.5;

/** About how many tokens a text is; providers' own figures correct it (see tokenCorrection.ts). */
export function estimateText(text: string): number {
  const characters = text.match(wide) ?? [];
  const letters = text.length - sum(characters, ({ length }) => length);
  return Math.ceil(characters.length + letters / lettersPerToken);
}

export function estimateMessage(message: ModelMessage): number {
  switch (message.role) {
    case "user":
      return sum(message.parts, estimateInput) + tokensPerMessage;
    case "assistant":
      return (
        estimateText(message.text) +
        sum(message.toolCalls, (call) => estimateText(call.tool) + estimateText(call.arguments) + tokensPerMessage) +
        tokensPerMessage
      );
    case "tool":
      return sum(message.results, (result) => estimateText(result.text) + tokensPerMessage);
  }
}

function estimateInput(input: ModelInput): number {
  return input.kind === "text" ? estimateText(input.text) : tokensPerImage;
}

export function sum<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
