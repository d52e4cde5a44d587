import { readFileSync } from "node:fs";
import { resolve } from "node:path";
import { parseEnv } from "node:util";
import { toStorageError } from "../../storage/storageError.ts";
import type { Variables } from "./environmentLayer.ts";

export interface VariableFolders {
  readonly dataFolder: string;
  readonly workingFolder: string;
}

/** A `.env` file's text, and the settings in it. */
interface DotenvFile {
  readonly path: string;
  readonly text: string;
  readonly values: Readonly<Record<string, string | undefined>>;
}

/**
 * The environment over the `.env` of the data folder over the `.env` of the working folder. The data folder's wins because it is
 * the user's own, while the working folder may be any project that was just downloaded.
 */
export function readVariables(
  environment: Readonly<Record<string, string | undefined>>,
  folders: VariableFolders,
): Variables {
  const paths = [...new Set([resolve(folders.dataFolder, ".env"), resolve(folders.workingFolder, ".env")])];
  const files = paths.map(readDotenv).filter((file) => file !== null);
  const holderOf = (name: string) =>
    environment[name] === undefined ? files.find(({ values }) => values[name] !== undefined) : undefined;
  const set = Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== undefined));
  return {
    values: Object.assign({}, ...files.map(({ values }) => values).reverse(), set),
    origin: (name) => (holderOf(name) ? `${name} (.env)` : name),
    place: (name) => {
      const file = holderOf(name);
      return file ? { where: file.path, line: lineOf(file.text, name), column: 1 } : { where: name };
    },
  };
}

/** The name of the environment, as in `config.production.json`; null where none is named. */
export function environmentName(variables: Variables): string | null {
  return variables.values.QUARTERDECK_ENVIRONMENT || variables.values.NODE_ENV || null;
}

/** A text file's content, or null where there is no such file. Throws STORAGE_FAILED for a file that cannot be read. */
export function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
    throw toStorageError(error, `reading ${path}`);
  }
}

function readDotenv(path: string): DotenvFile | null {
  const text = readIfThere(path);
  return text === null ? null : { path, text, values: parseEnv(text) };
}

function lineOf(text: string, name: string): number {
  const index = text.split("\n").findIndex((line) => new RegExp(`^\\s*(export\\s+)?${name}\\s*=`).test(line));
  return index + 1;
}
