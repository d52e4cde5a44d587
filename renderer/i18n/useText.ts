import { createContext, useContext } from "react";
import type { Language } from "#shared/errors/errorTexts.ts";
import { createTranslate, type Translate } from "./texts.ts";

export interface LanguageValue {
  readonly language: Language;
  readonly t: Translate;
}

/** What a component sees when nothing provides a language: English, as in a test of a single component. */
export const LanguageContext = createContext<LanguageValue>({ language: "en", t: createTranslate("en") });

/** The translation function of the language in force: `const t = useText()`. */
export function useText(): Translate {
  return useContext(LanguageContext).t;
}

/** The language in force, for dates, numbers and error texts. */
export function useLanguage(): Language {
  return useContext(LanguageContext).language;
}
