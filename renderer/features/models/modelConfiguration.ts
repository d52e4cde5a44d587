import { z } from "zod";
import { type McpServer, mcpServer, type ToolPermission, toolPermission } from "#shared/configuration/chatSettings.ts";
import {
  type ModelAlias,
  type ModelProvider,
  type ModelPurpose,
  modelAlias,
  modelProvider,
  modelPurposes,
} from "#shared/configuration/modelSettings.ts";
import type { Settings } from "#shared/contract/settings.ts";

/** What the configuration says of models, as the page needs it. */
export interface ModelConfiguration {
  readonly providers: readonly ModelProvider[];
  readonly aliases: readonly ModelAlias[];
  readonly purposes: Readonly<Record<ModelPurpose, string>>;
  readonly currency: string;
  readonly servers: readonly McpServer[];
  readonly toolPermissions: Readonly<Record<string, ToolPermission>>;
}

/** The settings that this page changes. */
export type ModelSettingPath =
  | "models.providers"
  | "models.aliases"
  | `models.${ModelPurpose}`
  | "chat.mcpServers"
  | "chat.toolPermissions";

/** Reads the configuration in force; the server has checked it, so what does not fit comes from a newer one and is not shown. */
export function modelConfigurationOf({ values }: Pick<Settings, "values">): ModelConfiguration {
  const purposes = Object.fromEntries(
    modelPurposes.map((purpose) => [purpose, z.string().catch("").parse(values[`models.${purpose}`])]),
  );
  return {
    providers: z.array(modelProvider).catch([]).parse(values["models.providers"]),
    aliases: z.array(modelAlias).catch([]).parse(values["models.aliases"]),
    purposes: z.record(z.enum(modelPurposes), z.string()).parse(purposes),
    currency: z.string().catch("USD").parse(values["models.currency"]),
    servers: z.array(mcpServer).catch([]).parse(values["chat.mcpServers"]),
    toolPermissions: z.record(z.string(), toolPermission).catch({}).parse(values["chat.toolPermissions"]),
  };
}

/** Where a setting is fixed, if it cannot be changed here. */
export function fixedBy({ sources }: Pick<Settings, "sources">, path: string): "environment" | "command-line" | null {
  const source = sources[path];
  return source === "environment" || source === "command-line" ? source : null;
}

/** A key that is like `wanted` and not taken: `ollama`, `ollama-2`. Only letters, digits, dots, - and _ are kept. */
export function freeKey(wanted: string, taken: readonly string[], length = 64): string {
  const cleaned = wanted
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, "-")
    .replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, "");
  const base = (cleaned === "" ? "model" : cleaned).slice(0, length - 4);
  for (let number = 1; ; number += 1) {
    const key = number === 1 ? base : `${base}-${number}`;
    if (!taken.includes(key)) return key;
  }
}

/** What has to change so that nothing of a provider, or of some models, is left: its models, and who points at them. */
export function withoutModels(
  { aliases, purposes }: ModelConfiguration,
  isGone: (alias: ModelAlias) => boolean,
): Partial<Record<ModelSettingPath, unknown>> {
  const gone = new Set(aliases.filter(isGone).map(({ key }) => key));
  const kept = aliases
    .filter(({ key }) => !gone.has(key))
    .map(({ fallback, ...alias }) => ({ ...alias, ...(fallback && !gone.has(fallback) ? { fallback } : {}) }));
  const cleared = modelPurposes.filter((purpose) => gone.has(purposes[purpose]));
  return { "models.aliases": kept, ...Object.fromEntries(cleared.map((purpose) => [`models.${purpose}`, ""])) };
}
