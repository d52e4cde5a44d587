import type { Language } from "#shared/errors/errorTexts.ts";

export type LanguageChoice = "system" | Language;

/** The language to show: the chosen one, or the first of the system's that we have; English if none fits. */
export function resolveLanguage(choice: LanguageChoice, systemLanguages: readonly string[]): Language {
  if (choice !== "system") return choice;
  for (const tag of systemLanguages) {
    const primary = tag.toLowerCase().split("-")[0];
    if (primary === "zh") return "zh-CN";
    if (primary === "en") return "en";
  }
  return "en";
}
