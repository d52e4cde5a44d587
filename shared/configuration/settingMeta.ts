import type { Language } from "../errors/errorTexts.ts";

/** One text for people in every language of the product. */
export type Texts = Readonly<Record<Language, string>>;

/** The unit a number counts, for the settings page and docs/configuration.md. */
export type SettingUnit = "days" | "lines" | "megabytes" | "minutes" | "pixels" | "seconds" | "sessions";

/** What a settings page needs besides type, limits and default. In the JSON Schema it stands under `x-setting`. */
export interface SettingMeta {
  readonly title: Texts;
  readonly description: Texts;
  readonly unit?: SettingUnit;
  /** True where it is set on a page of its own, not among the others. */
  readonly isElsewhere?: boolean;
  /** True where a change takes effect at the next start only. */
  readonly restart?: boolean;
  /** What each value of a choice is called. */
  readonly choices?: Readonly<Record<string, Texts>>;
  /** A text to show in an empty field. */
  readonly placeholder?: Texts;
}

/** The key under which a JSON Schema of ours carries SettingMeta; `title` and `description` beside it are English. */
export const settingMetaKey = "x-setting";

/** For `z.meta`: the standard keywords in English, and everything under our own key. */
export function settingMeta(meta: SettingMeta): { title: string; description: string; [settingMetaKey]: SettingMeta } {
  return { title: meta.title.en, description: meta.description.en, [settingMetaKey]: meta };
}
