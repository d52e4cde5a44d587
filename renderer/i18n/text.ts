/** A sentence with `{name}` placeholders, or one form a plural category (chosen by the value `count`). */
export type Text = string | Plural;

export interface Plural {
  readonly one?: string;
  readonly other: string;
}

/** One feature's texts: flat, each key an English word or two. */
export type Texts = Readonly<Record<string, Text>>;

/** The shape a translation must have: the same keys, a sentence for a sentence and plural forms for plural forms. */
export type Translation<English extends Texts> = {
  readonly [Key in keyof English]: English[Key] extends string ? string : Plural;
};

type Forms<T extends Text> = T extends string ? T : T extends Plural ? T["other"] : never;
type Names<S extends string> = S extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never;

/** The values a text asks for, read off its placeholders. */
export type ValuesOf<T extends Text> = { readonly [Name in Names<Forms<T>>]: string | number };

/** The arguments after the key: none where the text has no placeholder. */
export type ValuesArguments<T extends Text> = [Names<Forms<T>>] extends [never] ? [] : [values: ValuesOf<T>];

const rules = new Map<string, Intl.PluralRules>();

function pluralRules(language: string): Intl.PluralRules {
  let found = rules.get(language);
  if (!found) {
    found = new Intl.PluralRules(language);
    rules.set(language, found);
  }
  return found;
}

/** Fills a text in; a placeholder without a value stays visible, so that it is found in a test and not lost. */
export function formatText(
  text: Text,
  language: string,
  values: Readonly<Record<string, string | number>> = {},
): string {
  const sentence = typeof text === "string" ? text : chooseForm(text, language, values.count);
  return sentence.replace(/\{(\w+)\}/g, (placeholder, name: string) => {
    const value = values[name];
    if (value === undefined) return placeholder;
    return typeof value === "number" ? value.toLocaleString(language) : value;
  });
}

function chooseForm(text: Plural, language: string, count: string | number | undefined): string {
  if (typeof count !== "number") return text.other;
  return pluralRules(language).select(count) === "one" ? (text.one ?? text.other) : text.other;
}

/** The placeholders of a text, sorted, all forms together. */
export function placeholdersOf(text: Text): readonly string[] {
  const sentences = typeof text === "string" ? [text] : Object.values(text);
  const names = sentences.flatMap((sentence) => [...sentence.matchAll(/\{(\w+)\}/g)].map((match) => match[1] ?? ""));
  return [...new Set(names)].sort();
}
