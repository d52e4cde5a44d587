import type { Language } from "#shared/errors/errorTexts.ts";

/** The person's language as POSIX says it, or the system where nothing is said; English for anything but Chinese. */
export function languageOf(environment: Readonly<Record<string, string | undefined>>): Language {
  const locale =
    environment.LC_ALL || environment.LC_MESSAGES || environment.LANG || Intl.DateTimeFormat().resolvedOptions().locale;
  return /^zh(?![a-z])/i.test(locale) ? "zh-CN" : "en";
}

/** The language a setting asks for. */
export function languageFor(setting: Language | "system"): Language {
  return setting === "system" ? languageOf(process.env) : setting;
}
