import type { ModelProvider } from "#shared/configuration/modelSettings.ts";
import type { ModelOffer } from "#shared/contract/models.ts";
import { freeKey, type ModelConfiguration } from "../modelConfiguration.ts";
import type { ModelChanges } from "../useModelSettings.ts";

/** What was found and is not configured yet. */
export function newOffers(offers: readonly ModelOffer[], { providers }: ModelConfiguration): readonly ModelOffer[] {
  return offers.filter(({ provider }) => !providers.some((known) => placeOf(known) === placeOf(provider)));
}

/** The settings that take an offer in: keys that are taken get a number, and the first model ever becomes the default one. */
export function acceptOffer({ provider, aliases }: ModelOffer, configuration: ModelConfiguration): ModelChanges {
  const key = freeKey(
    provider.key,
    configuration.providers.map((known) => known.key),
  );
  const added = [...configuration.aliases];
  for (const { fallback: _, ...alias } of aliases) {
    const taken = added.map((known) => known.key);
    added.push({ ...alias, provider: key, key: freeKey(alias.key, taken) });
  }
  const first = added[configuration.aliases.length];
  return {
    "models.providers": [...configuration.providers, { ...provider, key }],
    "models.aliases": added,
    ...(first && configuration.purposes.default === "" ? { "models.default": first.key } : {}),
  };
}

/** What makes two providers the same: the tool, or the address, however this machine is called in it. */
function placeOf(provider: ModelProvider): string {
  if (provider.kind === "tool") return `tool:${provider.tool}`;
  return provider.baseUrl.replace(/\/+$/, "").replace("//localhost:", "//127.0.0.1:");
}
