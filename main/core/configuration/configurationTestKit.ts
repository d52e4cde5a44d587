import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AppError } from "#shared/errors/appError.ts";
import { type Log, silentLog } from "../../observability/log.ts";
import type { Configuration } from "./configuration.ts";
import { loadConfiguration } from "./loadConfiguration.ts";

interface LoadOptions {
  readonly environment?: Record<string, string>;
  readonly commandLine?: Record<string, unknown>;
  readonly log?: Log;
}

/** A data folder and a working folder of a test's own, and what tests do with the configuration in them. */
export interface ConfigurationFolders extends AsyncDisposable {
  readonly folder: string;
  readonly workingFolder: string;
  load(options?: LoadOptions): Promise<Configuration>;
  /** Into the data folder. */
  write(name: string, text: string): Promise<void>;
  read(name?: string): Promise<string>;
  /** What CONFIGURATION_INVALID said, one problem a line, the folders' paths left out. Fails where that is not how it ended. */
  problemsOf(attempt: Promise<unknown>): Promise<string[]>;
}

export async function makeConfigurationFolders(): Promise<ConfigurationFolders> {
  const folder = await mkdtemp(join(tmpdir(), "quarterdeck-configuration-"));
  const workingFolder = await mkdtemp(join(tmpdir(), "quarterdeck-working-"));
  return {
    folder,
    workingFolder,
    load: (options = {}) =>
      loadConfiguration({ dataFolder: folder, workingFolder, log: silentLog, environment: {}, ...options }),
    write: (name, text) => writeFile(join(folder, name), text),
    read: (name = "config.json") => readFile(join(folder, name), "utf8"),
    problemsOf: async (attempt) => {
      const error = await attempt.then(
        () => null,
        (reason: unknown) => reason,
      );
      if (!(error instanceof AppError) || error.code !== "CONFIGURATION_INVALID")
        throw new Error(`Expected problems, got ${String(error)}`);
      return error.message.replaceAll(`${folder}/`, "").replaceAll(`${workingFolder}/`, "working/").split("\n");
    },
    [Symbol.asyncDispose]: async () => {
      await rm(folder, { recursive: true, force: true });
      await rm(workingFolder, { recursive: true, force: true });
    },
  };
}
