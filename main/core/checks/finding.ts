import type { Texts } from "#shared/configuration/settingMeta.ts";
import type { Check } from "#shared/contract/system.ts";
import type { Language } from "#shared/errors/errorTexts.ts";

/** What a check finds, in every language. */
export interface Finding {
  readonly state: Check["state"];
  readonly detail: Texts;
  /** Exactly what to do about it; null where nothing needs to be done. */
  readonly remedy: Texts | null;
}

export function ok(detail: Texts): Finding {
  return { state: "ok", detail, remedy: null };
}

export function warning(detail: Texts, remedy: Texts): Finding {
  return { state: "warning", detail, remedy };
}

export function failed(detail: Texts, remedy: Texts): Finding {
  return { state: "failed", detail, remedy };
}

/** A text that is the same in every language, as a path or a version. */
export function same(text: string): Texts {
  return { en: text, "zh-CN": text };
}

/** A finding as the contract has it. */
export function toCheck(name: Texts, { state, detail, remedy }: Finding, language: Language): Check {
  return { name: name[language], state, detail: detail[language], remedy: remedy?.[language] ?? null };
}
