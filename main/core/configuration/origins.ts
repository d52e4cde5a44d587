import { join } from "node:path";
import { type ConfigurationProblem, configurationInvalid } from "./problem.ts";
import type { FileText, FixedLayers } from "./reading.ts";
import { environmentName, readIfThere, readVariables } from "./variables.ts";

export interface ConfigurationOrigins {
  /** Holds `config.json`, `config.<environment>.json` and `.env`. */
  readonly dataFolder: string;
  /** What the command line says: values by path, as in `{ "server.port": 0 }`. */
  readonly commandLine?: Readonly<Record<string, unknown>>;
  /** `process.env` unless told. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** Where a second `.env` may stand; the current folder unless told. */
  readonly workingFolder?: string;
}

export interface OpenedOrigins {
  /** The files that may exist, the later winning. */
  readonly files: readonly string[];
  readonly fixed: FixedLayers;
}

/** Settles which files are read. Throws CONFIGURATION_INVALID for a name of the environment that cannot be part of a file's name. */
export function openOrigins(origins: ConfigurationOrigins): OpenedOrigins {
  const { dataFolder, commandLine = {}, environment = process.env, workingFolder = process.cwd() } = origins;
  const variables = readVariables(environment, { dataFolder, workingFolder });
  const name = environmentName(variables);
  if (name !== null && !/^[A-Za-z0-9_-]{1,40}$/.test(name)) {
    const variable = variables.values.QUARTERDECK_ENVIRONMENT ? "QUARTERDECK_ENVIRONMENT" : "NODE_ENV";
    const texts = {
      en: "must have 1 to 40 letters, digits, - or _",
      "zh-CN": "必须由 1 到 40 个字母、数字、- 或 _ 组成",
    };
    throw configurationInvalid([
      { ...variables.place(variable), path: variable, texts } satisfies ConfigurationProblem,
    ]);
  }
  const files = ["config.json", ...(name === null ? [] : [`config.${name}.json`])].map((file) =>
    join(dataFolder, file),
  );
  return { files, fixed: { variables, commandLine } };
}

/** The files' texts now. Throws STORAGE_FAILED for a file that is there and cannot be read. */
export function readTexts(files: readonly string[]): readonly FileText[] {
  return files.map((path) => ({ path, text: readIfThere(path) }));
}
