import type { AppError } from "#shared/errors/appError.ts";
import { errorText, type Language } from "#shared/errors/errorTexts.ts";

/** What a person reads about an error: its sentence in their language and, for an unexpected one, the number to report. */
export function describeError(error: AppError, language: Language): string {
  const sentence = errorText(error.code, language, error.details);
  const correlation = error.details.correlationId;
  return error.code === "INTERNAL" && typeof correlation === "string" ? `${sentence} (${correlation})` : sentence;
}
