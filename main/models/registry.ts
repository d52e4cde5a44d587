import type { ConfigurationValues } from "#shared/configuration/configurationSchema.ts";
import {
  type ModelAlias,
  type ModelProvider,
  type ModelPurpose,
  modelPurposes,
} from "#shared/configuration/modelSettings.ts";
import { AppError } from "#shared/errors/appError.ts";
import type { ModelRequest } from "./contract.ts";

export type ModelSettings = ConfigurationValues["models"];

export interface ConfiguredModel {
  readonly alias: ModelAlias;
  /** Null where the alias names one that is not there. */
  readonly provider: ModelProvider | null;
}

export type UsableModel = ConfiguredModel & { readonly provider: ModelProvider };

/** Every alias, the first of each key. */
export function configuredModels({ aliases, providers }: ModelSettings): ConfiguredModel[] {
  const seen = new Set<string>();
  return aliases.flatMap((alias) => {
    if (seen.has(alias.key)) return [];
    seen.add(alias.key);
    return [{ alias, provider: providers.find(({ key }) => key === alias.provider) ?? null }];
  });
}

/** The key of the alias for a purpose: its own, or the default's; null where neither is set. */
export function keyFor(settings: ModelSettings, purpose: ModelPurpose): string | null {
  return settings[purpose] || settings.default || null;
}

export function purposesOf(settings: ModelSettings, key: string): ModelPurpose[] {
  return modelPurposes.filter((purpose) => keyFor(settings, purpose) === key);
}

/**
 * Who is asked, in order: the model and, one after the other, those that stand in for it. Each once, so that models which name each
 * other end. Throws MODEL_NOT_CONFIGURED where the first is not there or has no provider; others that have none are left out.
 */
export function chainOf(settings: ModelSettings, asked: ModelRequest["model"]): UsableModel[] {
  const models = configuredModels(settings);
  const chain: UsableModel[] = [];
  const seen = new Set<string>();
  let key = "key" in asked ? asked.key : keyFor(settings, asked.purpose);
  while (key !== null && !seen.has(key)) {
    seen.add(key);
    const model = models.find(({ alias }) => alias.key === key);
    if (model !== undefined && isUsable(model)) chain.push(model);
    else if (chain.length === 0) throw notConfigured(asked);
    key = model?.alias.fallback ?? null;
  }
  if (chain.length === 0) throw notConfigured(asked);
  return chain;
}

function isUsable(model: ConfiguredModel): model is UsableModel {
  return model.provider !== null;
}

function notConfigured(asked: ModelRequest["model"]): AppError {
  return new AppError("MODEL_NOT_CONFIGURED", { details: { ...asked } });
}
