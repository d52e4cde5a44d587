import type { Language } from "./errorTexts.ts";

/**
 * A failure that ends a command or a start and is told to the person at the terminal as it is: one sentence in each language that
 * says what happened and what to do. It never travels; a caller over a link gets an AppError.
 */
export class ExplainedError extends Error {
  override readonly name = "ExplainedError";
  readonly texts: Readonly<Record<Language, string>>;

  constructor(texts: Readonly<Record<Language, string>>, options: { cause?: unknown } = {}) {
    super(texts.en, options);
    this.texts = texts;
  }
}
