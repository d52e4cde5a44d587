import { type ModelAlias, modelAlias } from "#shared/configuration/modelSettings.ts";

/** An alias for a model that was found; its key is made of the name, and is none of those taken. */
export function offeredAlias(
  model: string,
  provider: string,
  contextTokens: number | null,
  taken: Set<string>,
): ModelAlias {
  const plain = model
    .toLowerCase()
    .replace(/:latest$/, "")
    .replace(/[^a-z0-9._-]+/g, "-")
    .replace(/^[^a-z0-9]+/, "")
    .slice(0, 60);
  const base = plain || provider;
  let key = base;
  for (let number = 2; taken.has(key); number += 1) key = `${base}-${number}`;
  taken.add(key);
  return modelAlias.parse({
    key,
    name: model.slice(0, 80) || provider,
    provider,
    model: model.slice(0, 200),
    ...(contextTokens === null ? {} : { contextTokens: Math.min(Math.max(contextTokens, 1024), 10_000_000) }),
  });
}
