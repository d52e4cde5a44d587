import { z } from "zod";
import { configurationSchema } from "#shared/configuration/configurationSchema.ts";

/** A setting as the JSON Schema describes it. */
export interface Leaf {
  /** As in `sessions.maximum`. */
  readonly path: string;
  readonly segments: readonly string[];
  readonly schema: Readonly<Record<string, unknown>>;
}

/** The JSON Schema of what may stand in a configuration file: everything may be left out. */
export function configurationJsonSchema(schema: z.ZodType = configurationSchema): Record<string, unknown> {
  return { ...z.toJSONSchema(schema, { io: "input" }) };
}

/** Every setting in the schema's order. Sections are objects with properties; anything else is one setting. `version` is none. */
export function leavesOf(schema: z.ZodType = configurationSchema): readonly Leaf[] {
  return collect(configurationJsonSchema(schema), []).filter(({ path }) => path !== "version");
}

function collect(schema: unknown, segments: readonly string[]): readonly Leaf[] {
  if (!isObject(schema)) return [];
  if (!isObject(schema.properties)) return [{ path: segments.join("."), segments, schema }];
  return Object.entries(schema.properties).flatMap(([key, value]) => collect(value, [...segments, key]));
}

/** A plain object, as JSON has them. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
