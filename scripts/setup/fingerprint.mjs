import { createHash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { inRoot } from "./paths.mjs";

/**
 * Two views of a set of source files: `looks` (sizes and times; one stat a file) answers the common case, `content` tells whether a
 * file that looks changed really did, as after a checkout.
 */

/**
 * All files below the given files and folders of the checkout, tests left out: they are in no bundle.
 * @param {readonly string[]} places
 * @returns {string[]}
 */
export function filesOf(places) {
  const files = [];
  for (const place of places) {
    const path = inRoot(place);
    if (statSync(path).isFile()) files.push(path);
    else files.push(...below(path));
  }
  return files.filter((file) => !/\.(test|spec)\.[a-z]+$/.test(file)).sort();
}

/** @param {readonly string[]} files */
export function looksOf(files) {
  const hash = createHash("sha256");
  for (const file of files) {
    const { size, mtimeMs } = statSync(file);
    hash.update(`${file}\0${size}\0${mtimeMs}\n`);
  }
  return hash.digest("hex");
}

/** @param {readonly string[]} files */
export function contentOf(files) {
  const hash = createHash("sha256");
  for (const file of files) hash.update(`${file}\0`).update(createHash("sha256").update(readFileSync(file)).digest());
  return hash.digest("hex");
}

/**
 * @param {string} folder
 * @returns {string[]}
 */
function below(folder) {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    return entry.isDirectory() ? below(path) : [path];
  });
}
