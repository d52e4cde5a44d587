import type { ConfigurationSource } from "./configuration.ts";
import type { ConfigurationDefinition } from "./definition.ts";
import { commandLineLayer, environmentLayer, type Variables } from "./environmentLayer.ts";
import { type Layer, mergeLayers, valueAt } from "./layer.ts";
import { migrateText } from "./migrateText.ts";
import { type ConfigurationProblem, configurationInvalid } from "./problem.ts";
import { leavesOf } from "./schemaShape.ts";
import { parseSettingsFile, type SettingsFile } from "./settingsFile.ts";
import { layerProblems } from "./validate.ts";

/** What is read besides the files: it does not change while the program runs. */
export interface FixedLayers {
  readonly variables: Variables;
  readonly commandLine: Readonly<Record<string, unknown>>;
}

/** The text of one configuration file; null where it is not there. */
export interface FileText {
  readonly path: string;
  readonly text: string | null;
}

/** A file of an older version, and what it becomes. */
export interface MigratedFile {
  readonly path: string;
  readonly from: number;
  readonly previous: string;
  readonly text: string;
}

/** Everything known after reading; `values` is null where there are problems. */
export interface Reading<Values> {
  readonly values: Values | null;
  readonly problems: readonly ConfigurationProblem[];
  readonly sources: Readonly<Record<string, ConfigurationSource>>;
  readonly origins: Readonly<Record<string, string>>;
  readonly migrated: readonly MigratedFile[];
}

/** Reads all layers and validates each of them, so that a wrong value is named even where another one covers it. Changes nothing. */
export function readConfiguration<Values>(
  definition: ConfigurationDefinition<Values>,
  texts: readonly FileText[],
  fixed: FixedLayers,
): Reading<Values> {
  const { schema } = definition;
  const leaves = leavesOf(schema);
  const files = texts.flatMap(({ path, text }) => (text === null ? [] : [readFile(path, text, definition)]));
  const environment = environmentLayer(fixed.variables, leaves);
  const commandLine = commandLineLayer(fixed.commandLine, leaves);
  const layers = [...files.map(({ file }) => file.layer), environment.layer, commandLine.layer];
  const problems = [
    ...files.flatMap(({ problems: own }) => own),
    ...environment.problems,
    ...commandLine.problems,
    // What is wrong with a file's form would only be repeated by the schema.
    ...layers
      .filter((layer) => !files.some(({ file, problems: own }) => file.layer === layer && own.length > 0))
      .flatMap((layer) => layerProblems(layer, schema)),
  ];
  const merged = schema.safeParse(mergeLayers(layers));
  if (!merged.success && problems.length === 0)
    throw new Error("Layers that are valid alone are not valid together", { cause: merged.error });
  return {
    values: merged.success && problems.length === 0 ? merged.data : null,
    problems,
    ...whereFrom(leaves, layers),
    migrated: files.flatMap(({ migrated }) => (migrated ? [migrated] : [])),
  };
}

/** The values, or CONFIGURATION_INVALID with every problem. */
export function valuesOrThrow<Values>({ values, problems }: Reading<Values>): Values {
  if (values === null) throw configurationInvalid(problems);
  return values;
}

interface FileReading {
  readonly file: SettingsFile;
  readonly problems: readonly ConfigurationProblem[];
  readonly migrated: MigratedFile | null;
}

function readFile(path: string, text: string, { version, migrations }: ConfigurationDefinition<unknown>): FileReading {
  const file = parseSettingsFile(path, text);
  if (file.problems.length > 0) return { file, problems: file.problems, migrated: null };
  const migration = migrateText(file, version, migrations);
  switch (migration.kind) {
    case "current":
      return { file, problems: [], migrated: null };
    case "problem":
      return { file, problems: [migration.problem], migrated: null };
    case "migrated":
      return {
        file: parseSettingsFile(path, migration.text),
        problems: [],
        migrated: { path, from: migration.from, previous: text, text: migration.text },
      };
  }
}

function whereFrom(
  leaves: ReturnType<typeof leavesOf>,
  layers: readonly Layer[],
): Pick<Reading<unknown>, "sources" | "origins"> {
  const sources: Record<string, ConfigurationSource> = {};
  const origins: Record<string, string> = {};
  for (const { path, segments } of leaves) {
    const layer = layers.findLast(({ values }) => valueAt(values, segments) !== undefined);
    sources[path] = layer?.source ?? "default";
    if (layer) origins[path] = layer.origin(segments);
  }
  return { sources, origins };
}
