import { mkdir } from "node:fs/promises";
import { isDeepStrictEqual } from "node:util";
import {
  type ConfigurationValues,
  configurationSchema,
  configurationVersion,
} from "#shared/configuration/configurationSchema.ts";
import { settingMetaKey } from "#shared/configuration/settingMeta.ts";
import { AppError } from "#shared/errors/appError.ts";
import type { Log } from "../../observability/log.ts";
import { toStorageError } from "../../storage/storageError.ts";
import { writeFileAtomically } from "../../storage/writeFileAtomically.ts";
import { changedText, changeProblems } from "./changeSettings.ts";
import type { Configuration, ConfigurationChange } from "./configuration.ts";
import { productConfiguration } from "./definition.ts";
import { valueAt } from "./layer.ts";
import { type ConfigurationOrigins, type OpenedOrigins, openOrigins, readTexts } from "./origins.ts";
import { persistMigrations } from "./persistMigrations.ts";
import { configurationInvalid } from "./problem.ts";
import { type FileText, type Reading, readConfiguration, valuesOrThrow } from "./reading.ts";
import { configurationJsonSchema, isObject, type Leaf, leavesOf } from "./schemaShape.ts";
import { watchFiles } from "./watchFiles.ts";

export interface LoadConfigurationOptions extends ConfigurationOrigins {
  readonly log: Log;
}

/**
 * Reads the configuration: defaults, `config.json`, `config.<environment>.json`, the `.env` files, the environment, the command line.
 * A file of an older version is brought forward. Follows the files until disposed; a file that becomes invalid while the app
 * runs changes nothing and is logged. Throws CONFIGURATION_INVALID with all problems, STORAGE_FAILED.
 */
export async function loadConfiguration(options: LoadConfigurationOptions): Promise<Configuration> {
  await makeFolder(options.dataFolder);
  const origins = openOrigins(options);
  const reading = readConfiguration(productConfiguration, readTexts(origins.files), origins.fixed);
  const values = valuesOrThrow(reading);
  await persistOrWarn(reading, options.log);
  return new LiveConfiguration(options.log, origins, reading, values);
}

class LiveConfiguration implements Configuration {
  readonly #log: Log;
  readonly #origins: OpenedOrigins;
  readonly #leaves: readonly Leaf[] = leavesOf(configurationSchema);
  readonly #atStart: ConfigurationValues;
  readonly #listeners = new Set<(change: ConfigurationChange) => void>();
  readonly #watcher: Disposable;
  #reading: Reading<ConfigurationValues>;
  #current: ConfigurationValues;
  /** The last of the changes that were asked for; each begins when the one before it has ended. */
  #lastUpdate: Promise<void> = Promise.resolve();

  constructor(log: Log, origins: OpenedOrigins, reading: Reading<ConfigurationValues>, values: ConfigurationValues) {
    this.#log = log;
    this.#origins = origins;
    this.#reading = reading;
    this.#current = values;
    this.#atStart = values;
    this.#watcher = watchFiles(origins.files, log, () => this.#reload());
  }

  get current() {
    return this.#current;
  }

  get sources() {
    return this.#reading.sources;
  }

  get origins() {
    return this.#reading.origins;
  }

  get pendingRestart(): readonly string[] {
    const needRestart = this.#leaves.filter(
      ({ schema }) => isObject(schema[settingMetaKey]) && schema[settingMetaKey].restart === true,
    );
    return changedPaths(needRestart, this.#atStart, this.#current);
  }

  settings() {
    const values = Object.fromEntries(
      this.#leaves.map(({ path, segments }) => [path, valueAt(this.#current, segments)]),
    );
    return { values, sources: { ...this.sources }, pendingRestart: [...this.pendingRestart] };
  }

  update(changes: Readonly<Record<string, unknown>>): Promise<void> {
    const update = this.#lastUpdate.then(() => this.#applyUpdate(changes));
    // The next change does not care how this one ended; whoever asked for this one does, and gets the error.
    this.#lastUpdate = update.catch(() => {});
    return update;
  }

  onChange(listener: (change: ConfigurationChange) => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => void this.#listeners.delete(listener) };
  }

  jsonSchema(): Record<string, unknown> {
    return configurationJsonSchema(configurationSchema);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.#watcher[Symbol.dispose]();
    this.#listeners.clear();
    await this.#lastUpdate;
  }

  async #applyUpdate(changes: Readonly<Record<string, unknown>>): Promise<void> {
    const { sources, origins } = this.#reading;
    const refused = changeProblems(Object.keys(changes), { leaves: this.#leaves, sources, origins });
    if (refused.length > 0) throw configurationInvalid(refused);
    const texts = readTexts(this.#origins.files);
    // A file someone is just editing must be whole before it can be changed: the problems named are those of the file.
    valuesOrThrow(this.#read(texts));
    const target = writtenFile(texts);
    const text = changedText(target.text, changes, configurationVersion);
    const reading = this.#read(texts.map((file) => (file.path === target.path ? { ...file, text } : file)));
    const values = valuesOrThrow(reading);
    await writeFileAtomically(target.path, text);
    this.#adopt(reading, values);
  }

  #reload(): void {
    try {
      const reading = this.#read(readTexts(this.#origins.files));
      this.#adopt(reading, valuesOrThrow(reading));
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      this.#log.warn("The configuration file changed but is not valid; the settings stay as they were", { error });
    }
  }

  #read(texts: readonly FileText[]): Reading<ConfigurationValues> {
    return readConfiguration(productConfiguration, texts, this.#origins.fixed);
  }

  #adopt(reading: Reading<ConfigurationValues>, values: ConfigurationValues): void {
    const previous = this.#current;
    const paths = changedPaths(this.#leaves, previous, values);
    this.#reading = reading;
    this.#current = values;
    if (paths.length === 0) return;
    this.#log.info("The configuration changed", { paths });
    for (const listener of [...this.#listeners]) {
      try {
        listener({ values, previous, paths });
      } catch (error) {
        this.#log.error("A part could not take over a changed setting", { paths, error });
      }
    }
  }
}

/** Changes go to the strongest file there is, where they take effect whatever the others say; to `config.json` if there is none. */
function writtenFile(texts: readonly FileText[]): FileText {
  const file = texts.findLast(({ text }) => text !== null) ?? texts[0];
  if (!file) throw new Error("There is no configuration file to write to");
  return file;
}

function changedPaths(
  leaves: readonly Leaf[],
  before: ConfigurationValues,
  after: ConfigurationValues,
): readonly string[] {
  return leaves
    .filter(({ segments }) => !isDeepStrictEqual(valueAt(before, segments), valueAt(after, segments)))
    .map(({ path }) => path);
}

async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw toStorageError(error, "making the data folder");
  }
}

/** A configuration mounted read-only is used as brought forward in memory, at every start anew. */
async function persistOrWarn(reading: Reading<ConfigurationValues>, log: Log): Promise<void> {
  try {
    for (const done of await persistMigrations(reading.migrated))
      log.info("A configuration file was brought to the newest version", { ...done });
  } catch (error) {
    log.warn("The configuration file is of an older version and could not be written anew", { error });
  }
}
