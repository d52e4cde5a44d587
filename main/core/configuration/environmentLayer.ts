import { parse } from "jsonc-parser";
import { closest, editDistance } from "#shared/text/closest.ts";
import { unknownSetting } from "./issueTexts.ts";
import { type Layer, withValue } from "./layer.ts";
import type { ConfigurationProblem, Place } from "./problem.ts";
import type { Leaf } from "./schemaShape.ts";

/** Variables, and where each of them was set. */
export interface Variables {
  readonly values: Readonly<Record<string, string | undefined>>;
  /** For people, as in `QUARTERDECK_SERVER_PORT (.env)`. */
  origin(name: string): string;
  place(name: string): Place;
}

export interface LayerReading {
  readonly layer: Layer;
  readonly problems: readonly ConfigurationProblem[];
}

/** `sessions.historyMegabytes` is `QUARTERDECK_SESSIONS_HISTORY_MEGABYTES`. */
export function variableName(leaf: Pick<Leaf, "segments">): string {
  return ["QUARTERDECK", ...leaf.segments.map((segment) => segment.replace(/([a-z0-9])([A-Z])/g, "$1_$2"))]
    .join("_")
    .toUpperCase();
}

/**
 * What the variables say. An empty variable counts as not set. Names that begin like ours but mean nothing are reported where
 * they fall into a section of the settings or are nearly right; other programs may use the rest.
 */
export function environmentLayer(variables: Variables, leaves: readonly Leaf[]): LayerReading {
  const byName = new Map(leaves.map((leaf) => [variableName(leaf), leaf]));
  const set = Object.entries(variables.values).filter(([, value]) => value !== undefined && value !== "");
  let values: Record<string, unknown> = {};
  const problems: ConfigurationProblem[] = [];
  for (const [name, text] of set) {
    const leaf = byName.get(name);
    if (leaf) values = withValue(values, leaf.segments, coerce(text ?? "", leaf));
    else if (isMisspelt(name, [...byName.keys()], leaves))
      problems.push(unknownVariable(name, variables, [...byName.keys()]));
  }
  const nameOf = (segments: readonly (string | number)[]) =>
    variableName(leafAround(segments, leaves) ?? { segments: segments.map(String) });
  const layer: Layer = {
    source: "environment",
    values,
    origin: (segments) => variables.origin(nameOf(segments)),
    place: (segments) => variables.place(nameOf(segments)),
  };
  return { layer, problems };
}

/** What the command line says: values by path, texts read as the environment's are. */
export function commandLineLayer(overrides: Readonly<Record<string, unknown>>, leaves: readonly Leaf[]): LayerReading {
  const place = { where: "the command line" };
  let values: Record<string, unknown> = {};
  const problems: ConfigurationProblem[] = [];
  for (const [path, value] of Object.entries(overrides)) {
    const leaf = leaves.find((candidate) => candidate.path === path);
    if (leaf) values = withValue(values, leaf.segments, typeof value === "string" ? coerce(value, leaf) : value);
    else
      problems.push({
        ...place,
        path,
        texts: unknownSetting,
        ...suggest(
          path,
          leaves.map((candidate) => candidate.path),
        ),
      });
  }
  return { layer: { source: "command-line", values, origin: () => "the command line", place: () => place }, problems };
}

/** A text as the kind of value the setting wants; a text that is none stays one, for the schema to refuse in its own words. */
function coerce(text: string, leaf: Leaf): unknown {
  switch (leaf.schema.type) {
    case "integer":
    case "number":
      return /^\s*-?\d+(\.\d+)?\s*$/.test(text) ? Number(text) : text;
    case "boolean":
      return { true: true, "1": true, false: false, "0": false }[text.trim().toLowerCase()] ?? text;
    case "array":
    case "object": {
      const errors: Parameters<typeof parse>[1] = [];
      const value: unknown = parse(text, errors, { allowTrailingComma: true });
      return errors.length === 0 ? value : text;
    }
    default:
      return text;
  }
}

function leafAround(segments: readonly (string | number)[], leaves: readonly Leaf[]): Leaf | undefined {
  return leaves.find((leaf) => leaf.segments.every((segment, index) => segments[index] === segment));
}

function isMisspelt(name: string, known: readonly string[], leaves: readonly Leaf[]): boolean {
  const sections = leaves
    .filter(({ segments }) => segments.length > 1)
    .map(({ segments }) => `${variableName({ segments: segments.slice(0, 1) })}_`);
  if (sections.some((section) => name.startsWith(section))) return true;
  return name.startsWith("QUARTERDECK_") && known.some((candidate) => editDistance(name, candidate) <= 2);
}

function unknownVariable(name: string, variables: Variables, known: readonly string[]): ConfigurationProblem {
  return { ...variables.place(name), path: name, texts: unknownSetting, ...suggest(name, known) };
}

function suggest(word: string, candidates: readonly string[]): { suggestion?: string } {
  const suggestion = closest(word, candidates);
  return suggestion === null ? {} : { suggestion };
}
