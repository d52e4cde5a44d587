import { createHash } from "node:crypto";
import { readFile, writeFile } from "node:fs/promises";
import { isPruned } from "./modes.mjs";
import { inRoot } from "./paths.mjs";
import { runNpm } from "./run.mjs";

/**
 * What stands in node_modules, as set-up left it; the file goes with the folder.
 * @typedef {object} Tree
 * @property {string} lockHash of the lockfiles it was installed from
 * @property {import("./modes.mjs").Mode} mode
 * @property {boolean} isPruned whether only what running needs is there
 * @property {"built" | "left out" | "failed"} keychain
 */

const mark = inRoot("node_modules", ".quarterdeck-setup.json");
const lockfiles = [inRoot("package-lock.json"), inRoot("scripts", "setup", "nodeRuntime", "package-lock.json")];

/** @returns {Promise<Tree | null>} null before the first set-up, or after another hand changed node_modules */
export async function readTree() {
  const text = await readFile(mark, "utf8").catch(nullIfMissing);
  return text === null ? null : JSON.parse(text);
}

/** @param {Tree} tree */
export async function writeTree(tree) {
  await writeFile(mark, `${JSON.stringify(tree, null, 2)}\n`);
}

/** @returns {Promise<string>} */
export async function lockHash() {
  const hash = createHash("sha256");
  for (const file of lockfiles) hash.update(await readFile(file));
  return hash.digest("hex");
}

/**
 * Puts exactly what the lockfile says into node_modules. No install script runs here: what needs building is built afterwards,
 * by name. Where a developer's `npm install` already did the same, nothing is fetched again.
 */
export async function installTree() {
  if (await isInStep()) return;
  await runNpm(["ci", "--ignore-scripts"]);
}

/**
 * Removes what only building and testing need.
 * @param {import("./modes.mjs").Mode} mode
 */
export async function pruneTree(mode) {
  if (!isPruned(mode)) return;
  const omit = mode === "minimal" ? ["--omit=dev", "--omit=optional"] : ["--omit=dev"];
  await runNpm(["prune", ...omit, "--ignore-scripts", "--no-save"]);
}

/** Whether node_modules already holds each package of the lockfile at its version, by npm's own record of what it installed. */
async function isInStep() {
  const installedText = await readFile(inRoot("node_modules", ".package-lock.json"), "utf8").catch(nullIfMissing);
  if (installedText === null) return false;
  const installed = JSON.parse(installedText).packages;
  const { "": project, ...wanted } = JSON.parse(await readFile(inRoot("package-lock.json"), "utf8")).packages;
  const isOurs = new Set(Object.keys(project.optionalDependencies ?? {}).map((name) => `node_modules/${name}`));
  return Object.entries(wanted).every(([path, entry]) => {
    const found = installed[path];
    // Optional packages of other platforms, and what only they need, are rightly missing; our own optional ones are not.
    return found ? found.version === entry.version : entry.optional && !isOurs.has(path);
  });
}

/**
 * For `catch`: a file that is not there is null, any other failure stays one.
 * @param {unknown} error
 * @returns {null}
 */
export function nullIfMissing(error) {
  if (error instanceof Error && "code" in error && error.code === "ENOENT") return null;
  throw error;
}
