import type { AppError } from "#shared/errors/appError.ts";
import { errorText, type Language } from "#shared/errors/errorTexts.ts";
import { createTranslate } from "../i18n/texts.ts";

/** What a person reads about an error: its sentence in their language and, for an unexpected one, the number to report. */
export function describeError(error: AppError, language: Language): string {
  if (error.code === "LINK_CLOSED" && error.details.sent === false)
    return createTranslate(language)("connection.notSent");
  const sentence = errorText(error.code, language, error.details);
  const correlation = error.details.correlationId;
  return error.code === "INTERNAL" && typeof correlation === "string" ? `${sentence} (${correlation})` : sentence;
}
