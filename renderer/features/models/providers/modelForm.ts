import type { ModelAlias } from "#shared/configuration/modelSettings.ts";
import { type FieldProblems, problemsWhere } from "../fieldProblems.ts";

/** A model as it is typed in: numbers are texts until they are read. */
export interface ModelForm {
  readonly provider: string;
  readonly model: string;
  readonly name: string;
  readonly contextTokens: string;
  readonly maximumOutputTokens: string;
  readonly temperature: string;
  readonly timeoutSeconds: string;
  readonly inputPrice: string;
  readonly outputPrice: string;
  /** Empty for none. */
  readonly fallback: string;
}

export type ModelFormField = Exclude<keyof ModelForm, "provider" | "fallback">;

/** A new model of a provider, or one that is there. */
export function formForModel(provider: string, alias?: ModelAlias): ModelForm {
  return {
    provider,
    model: alias?.model ?? "",
    name: alias?.name ?? "",
    contextTokens: String(alias?.contextTokens ?? 128_000),
    maximumOutputTokens: numberText(alias?.maximumOutputTokens),
    temperature: numberText(alias?.temperature),
    timeoutSeconds: String(alias?.timeoutSeconds ?? 180),
    inputPrice: numberText(alias?.inputPrice),
    outputPrice: numberText(alias?.outputPrice),
    fallback: alias?.fallback ?? "",
  };
}

/** What is wrong with it; the limits are those of the configuration (modelSettings.ts). */
export function modelProblems(form: ModelForm, isTool: boolean): FieldProblems<ModelFormField> {
  return problemsWhere<ModelFormField>([
    ["model", form.model.trim() === "" && !isTool, "models.problemMissing"],
    ["name", form.name.trim() === "" && form.model.trim() === "", "models.problemMissing"],
    ["contextTokens", !isWithin(form.contextTokens, 1024, 10_000_000, true), "models.problemContext"],
    ["maximumOutputTokens", !isLeftOutOr(form.maximumOutputTokens, 16, 1_000_000, true), "models.problemOutput"],
    ["temperature", !isLeftOutOr(form.temperature, 0, 2, false), "models.problemTemperature"],
    ["timeoutSeconds", !isWithin(form.timeoutSeconds, 5, 3600, true), "models.problemTimeout"],
    ["inputPrice", !isLeftOutOr(form.inputPrice, 0, 10_000, false), "models.problemNumber"],
    ["outputPrice", !isLeftOutOr(form.outputPrice, 0, 10_000, false), "models.problemNumber"],
  ]);
}

/** What the configuration will say of a form without problems. */
export function aliasOf(form: ModelForm, key: string): ModelAlias {
  const model = form.model.trim();
  return {
    key,
    name: (form.name.trim() === "" ? model : form.name.trim()).slice(0, 80),
    provider: form.provider,
    model,
    contextTokens: readNumber(form.contextTokens),
    timeoutSeconds: readNumber(form.timeoutSeconds),
    ...given("maximumOutputTokens", form.maximumOutputTokens),
    ...given("temperature", form.temperature),
    ...given("inputPrice", form.inputPrice),
    ...given("outputPrice", form.outputPrice),
    ...(form.fallback === "" ? {} : { fallback: form.fallback }),
  };
}

function given<Key extends string>(key: Key, text: string): Partial<Record<Key, number>> {
  const record: Partial<Record<Key, number>> = {};
  if (text.trim() !== "") record[key] = readNumber(text);
  return record;
}

/** 128,000 and 128 000 are how people write it; a comma is never the decimal point here. */
function readNumber(text: string): number {
  const plain = text.replace(/[\s,，_]/g, "");
  return plain === "" ? Number.NaN : Number(plain);
}

function isWithin(text: string, minimum: number, maximum: number, isWhole: boolean): boolean {
  const value = readNumber(text);
  return Number.isFinite(value) && value >= minimum && value <= maximum && (!isWhole || Number.isInteger(value));
}

function isLeftOutOr(text: string, minimum: number, maximum: number, isWhole: boolean): boolean {
  return text.trim() === "" || isWithin(text, minimum, maximum, isWhole);
}

function numberText(value: number | undefined): string {
  return value === undefined ? "" : String(value);
}
