import type { ModelOffer } from "#shared/contract/models.ts";

/**
 * The changes of the settings that take an offer into use: its provider and models beside those that are there (the same key is
 * replaced), and its first model for everything, where nothing is chosen yet.
 */
export function changesForOffer(
  values: Readonly<Record<string, unknown>>,
  { provider, aliases }: ModelOffer,
): Record<string, unknown> {
  const first = aliases[0];
  const chosen = values["models.default"];
  const hasDefault = typeof chosen === "string" && chosen !== "";
  return {
    "models.providers": [...without(values["models.providers"], [provider.key]), provider],
    "models.aliases": [
      ...without(
        values["models.aliases"],
        aliases.map(({ key }) => key),
      ),
      ...aliases,
    ],
    ...(hasDefault || !first ? {} : { "models.default": first.key }),
  };
}

function without(list: unknown, keys: readonly string[]): readonly unknown[] {
  if (!Array.isArray(list)) return [];
  return list.filter((entry: unknown) => !(hasKey(entry) && keys.includes(entry.key)));
}

function hasKey(entry: unknown): entry is { readonly key: string } {
  return typeof entry === "object" && entry !== null && "key" in entry && typeof entry.key === "string";
}
