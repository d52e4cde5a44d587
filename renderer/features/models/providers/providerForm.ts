import type { ModelProvider } from "#shared/configuration/modelSettings.ts";
import { secretName } from "#shared/configuration/secretReference.ts";
import { type FieldProblems, isWebAddress, problemsWhere } from "../fieldProblems.ts";
import type { ProviderPreset } from "./presets.ts";

/** How the key of a provider is given: typed now, already stored under a name, or none. */
export type KeyChoice = "new" | "none" | `secret:${string}`;

export interface ProviderForm {
  readonly kind: ModelProvider["kind"];
  readonly tool: "claude" | "codex" | "gemini";
  readonly name: string;
  readonly baseUrl: string;
  readonly keyChoice: KeyChoice;
  /** Typed now; leaves the page only for the keychain. */
  readonly keyValue: string;
  readonly keyName: string;
  /** The first model of a new provider, as the provider calls it. */
  readonly model: string;
}

export type ProviderField = "name" | "baseUrl" | "keyValue" | "keyName" | "model";

/** An empty form for a preset; the key would be stored under `keyName`. */
export function formForPreset(preset: ProviderPreset, keyName: string): ProviderForm {
  return {
    kind: preset.kind,
    tool: preset.tool ?? "claude",
    name: preset.name ?? "",
    baseUrl: preset.baseUrl,
    keyChoice: preset.wantsKey ? "new" : "none",
    keyValue: "",
    keyName,
    model: "",
  };
}

/** A form for a provider that is there; its key stays as it is unless another is chosen. */
export function formForProvider(provider: ModelProvider, keyName: string): ProviderForm {
  const common = { name: provider.name, keyValue: "", model: "" };
  if (provider.kind === "tool")
    return { ...common, kind: "tool", tool: provider.tool, baseUrl: "", keyChoice: "none", keyName };
  return {
    ...common,
    kind: provider.kind,
    tool: "claude",
    baseUrl: provider.baseUrl,
    keyChoice: provider.apiKey ?? "none",
    // Another key takes the place of the one that is there.
    keyName: provider.apiKey?.slice("secret:".length) ?? keyName,
  };
}

/** What is wrong with it. A new provider needs a model, except a tool, which may choose itself. */
export function providerProblems(form: ProviderForm, isNew: boolean): FieldProblems<ProviderField> {
  const isServer = form.kind !== "tool";
  const isTyped = isServer && form.keyChoice === "new";
  return problemsWhere<ProviderField>([
    ["name", form.name.trim() === "", "models.problemMissing"],
    ["baseUrl", isServer && !isWebAddress(form.baseUrl.trim()), "models.problemUrl"],
    ["keyValue", isTyped && form.keyValue.trim() === "", "models.problemKeyMissing"],
    ["keyValue", form.kind === "anthropic" && form.keyChoice === "none", "models.problemKeyMissing"],
    ["keyName", isTyped && !secretName.safeParse(form.keyName).success, "models.problemSecretName"],
    ["model", isNew && isServer && form.model.trim() === "", "models.problemMissing"],
  ]);
}

/** What the configuration will say; of the key only the name it is stored under. */
export function providerOf(form: ProviderForm, key: string): ModelProvider {
  const name = form.name.trim();
  if (form.kind === "tool") return { kind: "tool", key, name, tool: form.tool };
  const baseUrl = form.baseUrl.trim().replace(/\/+$/, "");
  const apiKey = keyReference(form);
  if (form.kind === "anthropic") return { kind: "anthropic", key, name, baseUrl, apiKey: apiKey ?? "secret:" };
  return { kind: "openai-compatible", key, name, baseUrl, ...(apiKey === null ? {} : { apiKey }) };
}

function keyReference({ keyChoice, keyName }: ProviderForm): `secret:${string}` | null {
  if (keyChoice === "none") return null;
  return keyChoice === "new" ? `secret:${keyName}` : keyChoice;
}
