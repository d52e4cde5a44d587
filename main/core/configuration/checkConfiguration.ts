import type { ConfigurationDefinition } from "./definition.ts";
import { type ConfigurationOrigins, openOrigins, readTexts } from "./origins.ts";
import { type PersistedMigration, persistMigrations } from "./persistMigrations.ts";
import type { ConfigurationProblem } from "./problem.ts";
import { configurationInvalid } from "./problem.ts";
import { type Reading, readConfiguration } from "./reading.ts";

export interface ConfigurationCheck<Values> {
  /** The files that exist, the later winning. */
  readonly files: readonly string[];
  readonly problems: readonly ConfigurationProblem[];
  /** Files of an older version, which `config migrate` or the next start will bring forward. */
  readonly outdated: readonly { readonly path: string; readonly from: number }[];
  readonly reading: Reading<Values>;
}

/** Reads the configuration as a start would, and tells what it found. Changes nothing. Throws STORAGE_FAILED for an unreadable file. */
export function checkConfiguration<Values>(
  definition: ConfigurationDefinition<Values>,
  origins: ConfigurationOrigins,
): ConfigurationCheck<Values> {
  const { files, fixed } = openOrigins(origins);
  const texts = readTexts(files);
  const reading = readConfiguration(definition, texts, fixed);
  return {
    files: texts.filter(({ text }) => text !== null).map(({ path }) => path),
    problems: reading.problems,
    outdated: reading.migrated.map(({ path, from }) => ({ path, from })),
    reading,
  };
}

/** Brings the files to the newest version, each after a backup. Throws CONFIGURATION_INVALID, and then nothing was written; STORAGE_FAILED, DISK_FULL. */
export async function migrateConfiguration<Values>(
  definition: ConfigurationDefinition<Values>,
  origins: ConfigurationOrigins,
): Promise<readonly PersistedMigration[]> {
  const { problems, reading } = checkConfiguration(definition, origins);
  if (problems.length > 0) throw configurationInvalid(problems);
  return await persistMigrations(reading.migrated);
}
