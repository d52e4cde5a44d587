import type { ConfigurationSource } from "./configuration.ts";
import type { Place } from "./problem.ts";
import { isObject } from "./schemaShape.ts";

/** What one place says about the settings. Later layers win over earlier ones. */
export interface Layer {
  readonly source: Exclude<ConfigurationSource, "default">;
  readonly values: Readonly<Record<string, unknown>>;
  /** For people: the file's or the variable's name. */
  origin(segments: readonly string[]): string;
  /** Where a value, or the name before it, stands; the nearest thing around it where it is missing. */
  place(segments: readonly (string | number)[], part: "name" | "value"): Place;
}

/** The layers as one: sections are joined, everything else (lists too) is replaced whole. */
export function mergeLayers(layers: readonly Layer[]): Record<string, unknown> {
  return layers.reduce<Record<string, unknown>>((merged, layer) => mergeObjects(merged, layer.values), {});
}

function mergeObjects(
  below: Readonly<Record<string, unknown>>,
  above: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const merged = { ...below };
  for (const [key, value] of Object.entries(above)) {
    const existing = merged[key];
    merged[key] = isObject(existing) && isObject(value) ? mergeObjects(existing, value) : value;
  }
  return merged;
}

/** The value at a path; undefined where there is none. */
export function valueAt(values: unknown, segments: readonly (string | number)[]): unknown {
  return segments.reduce<unknown>((value, segment) => {
    if (Array.isArray(value)) return value[Number(segment)];
    return isObject(value) && Object.hasOwn(value, segment) ? value[segment] : undefined;
  }, values);
}

/** A copy with the value put at a path. */
export function withValue(
  values: Readonly<Record<string, unknown>>,
  segments: readonly string[],
  value: unknown,
): Record<string, unknown> {
  const [head, ...rest] = segments;
  if (head === undefined) return { ...values };
  const inner = values[head];
  return { ...values, [head]: rest.length === 0 ? value : withValue(isObject(inner) ? inner : {}, rest, value) };
}
