import { z } from "zod";
import { type SettingUnit, settingMetaKey, type Texts } from "#shared/configuration/settingMeta.ts";

/** How a value is entered. */
export type Control =
  | { readonly kind: "switch" }
  | { readonly kind: "choice"; readonly options: readonly { readonly value: string; readonly label: Texts }[] }
  | {
      readonly kind: "number";
      readonly minimum: number | null;
      readonly maximum: number | null;
      readonly isWhole: boolean;
    }
  | {
      readonly kind: "text";
      readonly minimum: number;
      readonly maximum: number | null;
      readonly pattern: string | null;
    }
  | { readonly kind: "color" }
  /** A time of day, `22:00`, or nothing. */
  | { readonly kind: "time" }
  /** A list of texts, one a line; with a pattern each must fit it, and spaces around it do not count. */
  | { readonly kind: "lines"; readonly pattern: string | null }
  /** Names and values, `NAME=value` a line. */
  | { readonly kind: "pairs"; readonly namePattern: string | null }
  | { readonly kind: "objects"; readonly fields: readonly SettingField[]; readonly maximum: number | null };

/** One thing that can be set, read off the configuration's schema. */
export interface SettingField {
  /** As in `sessions.maximum`; within an object of a list its key alone. */
  readonly path: string;
  readonly title: Texts;
  readonly description: Texts;
  readonly unit: SettingUnit | null;
  readonly placeholder: Texts | null;
  readonly isAppliedAtStart: boolean;
  readonly isRequired: boolean;
  readonly fallback: unknown;
  readonly control: Control;
}

export interface SettingSection {
  readonly id: string;
  readonly title: Texts;
  readonly description: Texts;
  readonly fields: readonly SettingField[];
}

const texts = z.object({ en: z.string(), "zh-CN": z.string() });
const unit = z.enum(["days", "lines", "megabytes", "minutes", "pixels", "seconds", "sessions"]);
const meta = z.object({
  title: texts,
  description: texts,
  unit: unit.optional(),
  restart: z.boolean().optional(),
  isElsewhere: z.boolean().optional(),
  choices: z.record(z.string(), texts).optional(),
  placeholder: texts.optional(),
});

/** As much of JSON Schema as the configuration uses. */
const node = z.looseObject({
  type: z.string().optional(),
  title: z.string().optional(),
  description: z.string().optional(),
  default: z.unknown().optional(),
  enum: z.array(z.string()).optional(),
  minimum: z.number().optional(),
  maximum: z.number().optional(),
  minLength: z.number().optional(),
  maxLength: z.number().optional(),
  maxItems: z.number().optional(),
  pattern: z.string().optional(),
  properties: z.record(z.string(), z.unknown()).optional(),
  required: z.array(z.string()).optional(),
  items: z.unknown().optional(),
  anyOf: z.array(z.unknown()).optional(),
  propertyNames: z.unknown().optional(),
  [settingMetaKey]: meta.optional(),
});
type Node = z.infer<typeof node>;

/** What the schema writes for a colour; a text with this pattern gets a colour field. */
const colorPattern = "^#[0-9A-Fa-f]{6}$";

/** The same for a time of day (attentionSettings.ts). */
const timePattern = "^(([01]\\d|2[0-3]):[0-5]\\d)?$";

/** The page's sections, in the schema's order. A setting at the top level is a section of its own; one without words is not shown. */
export function sectionsOf(schema: unknown): readonly SettingSection[] {
  const { properties = {} } = node.parse(schema);
  return Object.entries(properties).flatMap(([id, value]) => {
    const child = node.parse(value);
    const words = child[settingMetaKey];
    if (!words) return [];
    const fields = child.properties ? fieldsOf(child, `${id}.`) : [fieldOf(id, child, false)];
    return [
      { id, title: words.title, description: words.description, fields: fields.filter((field) => field !== null) },
    ];
  });
}

function fieldsOf(parent: Node, prefix: string): readonly (SettingField | null)[] {
  return Object.entries(parent.properties ?? {}).map(([key, value]) =>
    fieldOf(`${prefix}${key}`, node.parse(value), parent.required?.includes(key) ?? false),
  );
}

function fieldOf(path: string, schema: Node, isRequired: boolean): SettingField | null {
  const words = schema[settingMetaKey];
  const control = controlOf(schema);
  if (!words || words.isElsewhere || !control) return null;
  return {
    path,
    title: words.title,
    description: words.description,
    unit: words.unit ?? null,
    placeholder: words.placeholder ?? null,
    isAppliedAtStart: words.restart ?? false,
    isRequired,
    fallback: schema.default,
    control,
  };
}

/** Null for a form that this page cannot show; such a setting is left to the file. */
function controlOf(schema: Node): Control | null {
  if (schema.enum) {
    const choices = schema[settingMetaKey]?.choices ?? {};
    return {
      kind: "choice",
      options: schema.enum.map((value) => ({ value, label: choices[value] ?? { en: value, "zh-CN": value } })),
    };
  }
  // One of several forms of text: which of them, the server says.
  if (schema.anyOf?.every(isText)) return { kind: "text", minimum: 0, maximum: null, pattern: null };
  switch (schema.type) {
    case "boolean":
      return { kind: "switch" };
    case "integer":
    case "number":
      return {
        kind: "number",
        minimum: schema.minimum ?? null,
        maximum: schema.maximum ?? null,
        isWhole: schema.type === "integer",
      };
    case "string":
      if (schema.pattern === colorPattern) return { kind: "color" };
      if (schema.pattern === timePattern) return { kind: "time" };
      return {
        kind: "text",
        minimum: schema.minLength ?? 0,
        maximum: schema.maxLength ?? null,
        pattern: schema.pattern ?? null,
      };
    case "array":
      return listControl(schema);
    case "object":
      return { kind: "pairs", namePattern: patternOf(schema.propertyNames) };
    default:
      return null;
  }
}

function listControl(schema: Node): Control | null {
  const item = node.safeParse(schema.items);
  if (!item.success) return null;
  if (item.data.type === "string") return { kind: "lines", pattern: item.data.pattern ?? null };
  if (!item.data.properties) return null;
  return {
    kind: "objects",
    fields: fieldsOf(item.data, "").filter((field) => field !== null),
    maximum: schema.maxItems ?? null,
  };
}

function isText(schema: unknown): boolean {
  const parsed = node.safeParse(schema);
  return parsed.success && parsed.data.type === "string";
}

function patternOf(schema: unknown): string | null {
  const parsed = node.safeParse(schema);
  return parsed.success ? (parsed.data.pattern ?? null) : null;
}
