import { SetUpError } from "./say.mjs";

/**
 * What is on the disk after set-up; docs/dependencies.md explains them to people.
 * - minimal: the headless host, without optional addons and without what only building needs
 * - production: the same with the optional addons
 * - development: everything in the lockfile; both hosts
 * - full: development, and what the tests need from outside npm
 * @typedef {"minimal" | "production" | "development" | "full"} Mode
 */

/** @type {readonly Mode[]} */
export const modes = ["minimal", "production", "development", "full"];

/**
 * Whether the packages that only building and testing need are removed after the build.
 * @param {Mode} mode
 */
export const isPruned = (mode) => mode === "minimal" || mode === "production";

/**
 * Takes `--setup=MODE` (or `--setup MODE`) out of the arguments; QUARTERDECK_SETUP is asked next. Null: as it was last time.
 * @param {readonly string[]} programArguments
 * @param {NodeJS.ProcessEnv} [environment]
 * @returns {{ mode: Mode | null, rest: string[] }}
 */
export function takeMode(programArguments, environment = process.env) {
  const rest = [...programArguments];
  const at = rest.findIndex((argument) => argument === "--setup" || argument.startsWith("--setup="));
  if (at < 0) return { mode: parseMode(environment["QUARTERDECK_SETUP"] || undefined), rest };
  const [flag = ""] = rest.splice(at, 1);
  const value = flag === "--setup" ? rest.splice(at, 1)[0] : flag.slice("--setup=".length);
  return { mode: parseMode(value ?? ""), rest };
}

/**
 * @param {string | undefined} text
 * @returns {Mode | null}
 */
function parseMode(text) {
  if (text === undefined) return null;
  const mode = modes.find((candidate) => candidate === text);
  if (!mode) throw new SetUpError(`There is no set-up mode "${text}". The modes are ${modes.join(", ")}.`);
  return mode;
}
