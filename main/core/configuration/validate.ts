import { z } from "zod";
import { closest } from "#shared/text/closest.ts";
import { issueTexts, unknownSetting } from "./issueTexts.ts";
import { type Layer, valueAt } from "./layer.ts";
import type { ConfigurationProblem } from "./problem.ts";
import { isObject, leavesOf } from "./schemaShape.ts";

type Segments = readonly (string | number)[];

/** Everything that is wrong with what one layer says, each with its place, in the order of the file. */
export function layerProblems(layer: Layer, schema: z.ZodType): readonly ConfigurationProblem[] {
  const result = schema.safeParse(layer.values);
  if (result.success) return [];
  return result.error.issues.flatMap((issue) => problemsOf(issue, layer, schema)).toSorted(byPosition);
}

/** As a person goes through the file. */
function byPosition(left: ConfigurationProblem, right: ConfigurationProblem): number {
  return (left.line ?? 0) - (right.line ?? 0) || (left.column ?? 0) - (right.column ?? 0);
}

function problemsOf(issue: z.core.$ZodIssue, layer: Layer, schema: z.ZodType): readonly ConfigurationProblem[] {
  const segments = issue.path.map((segment) => (typeof segment === "symbol" ? String(segment) : segment));
  if (issue.code === "unrecognized_keys") return issue.keys.map((key) => unknownKey([...segments, key], layer, schema));
  const part = issue.code === "invalid_key" ? "name" : "value";
  return [
    {
      ...layer.place(segments, part),
      path: pathText(segments),
      texts: issueTexts(issue, valueAt(layer.values, segments)),
    },
  ];
}

function unknownKey(segments: Segments, layer: Layer, schema: z.ZodType): ConfigurationProblem {
  const suggestion = suggestionFor(segments, schema);
  return {
    ...layer.place(segments, "name"),
    path: pathText(segments),
    texts: unknownSetting,
    ...(suggestion === null ? {} : { suggestion }),
  };
}

/** A name beside it that is nearly the same, or else the path of a setting that has this very name elsewhere. */
function suggestionFor(segments: Segments, schema: z.ZodType): string | null {
  const key = String(segments.at(-1));
  const sibling = closest(key, siblingNames(segments.slice(0, -1), z.toJSONSchema(schema, { io: "input" })));
  if (sibling !== null) return sibling;
  const leaves = leavesOf(schema);
  const elsewhere = leaves.find(
    (leaf) => leaf.path === key || leaf.segments.at(-1)?.toLowerCase() === key.toLowerCase(),
  );
  return elsewhere?.path ?? null;
}

function siblingNames(around: Segments, schema: unknown): readonly string[] {
  const object = around.reduce<unknown>((inner, segment) => {
    if (!isObject(inner)) return undefined;
    return typeof segment === "number"
      ? inner.items
      : isObject(inner.properties)
        ? inner.properties[segment]
        : undefined;
  }, schema);
  return isObject(object) && isObject(object.properties) ? Object.keys(object.properties) : [];
}

/** `tools[0].key` */
function pathText(segments: Segments): string {
  return segments
    .map((segment, index) => (typeof segment === "number" ? `[${segment}]` : index === 0 ? segment : `.${segment}`))
    .join("");
}
