import { LRUCache } from "lru-cache";
import type { ModelProvider } from "#shared/configuration/modelSettings.ts";
import type { AnswerSource } from "./answers/answerSource.ts";
import type { AskedInstance } from "./asking/askOne.ts";
import type { ModelOverrides } from "./contract.ts";
import type { UsableModel } from "./registry.ts";

/** Ready models, shared by all who ask for the same. */
export interface Instances {
  of(model: UsableModel, overrides?: ModelOverrides): AskedInstance;
  /** The next to ask get new ones. */
  forget(): void;
}

/** More than the 200 aliases there may be are asked only with overrides. */
const maximumInstances = 256;

/**
 * Kept under a fingerprint of everything that decides how a model answers: provider, alias and overrides. Keys are not among it, only
 * the names they are kept under.
 */
export function createInstances(makeSource: (model: UsableModel) => AnswerSource): Instances {
  const instances = new LRUCache<string, AskedInstance>({ max: maximumInstances });
  return {
    of: (model, overrides = {}) => {
      const fingerprint = JSON.stringify([model.provider, model.alias, overrides]);
      const kept = instances.get(fingerprint);
      if (kept !== undefined) return kept;
      const asked = { ...model, alias: { ...model.alias, ...overrides } };
      const made = { ...asked, source: makeSource(asked), circuit: circuitKey(model.provider) };
      instances.set(fingerprint, made);
      return made;
    },
    forget: () => instances.clear(),
  };
}

/** What identifies a provider: with another address or key it is another one. */
export function circuitKey(provider: ModelProvider): string {
  return JSON.stringify(provider);
}
