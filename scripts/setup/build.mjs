import { existsSync } from "node:fs";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { contentOf, filesOf, looksOf } from "./fingerprint.mjs";
import { nodePath } from "./nodeRuntime.mjs";
import { inCache, inRoot } from "./paths.mjs";
import { run } from "./run.mjs";
import { nullIfMissing } from "./tree.mjs";

/**
 * @typedef {object} Target
 * @property {string} name
 * @property {string} config
 * @property {readonly string[]} sources
 * @property {string} result a file that is there once it is built
 */

const common = ["shared", "package.json", "package-lock.json"];

/** @type {readonly Target[]} */
const targets = [
  {
    name: "main",
    config: "vite.main.config.ts",
    sources: ["main", ...common, "vite.main.config.ts"],
    result: "dist/main/commandLine.js",
  },
  {
    name: "preload",
    config: "vite.preload.config.ts",
    sources: ["preload", ...common, "vite.preload.config.ts"],
    result: "dist/preload/preload.cjs",
  },
  {
    name: "renderer",
    config: "vite.config.ts",
    sources: ["renderer", ...common, "vite.config.ts"],
    result: "dist/renderer/index.html",
  },
];

const mark = inCache("build.json");

/** @typedef {Record<string, { looks: string, content: string }>} Marks */

/** @returns {Promise<Target[]>} the targets whose sources are not those that were built */
export async function changedTargets() {
  const marks = await readMarks();
  /** @type {Marks} */
  const refreshed = {};
  const changed = targets.filter((target) => {
    const last = marks[target.name];
    if (!last || !existsSync(inRoot(target.result))) return true;
    const files = filesOf(target.sources);
    const looks = looksOf(files);
    if (looks === last.looks) return false;
    if (contentOf(files) !== last.content) return true;
    refreshed[target.name] = { looks, content: last.content };
    return false;
  });
  if (Object.keys(refreshed).length > 0) await writeMarks({ ...marks, ...refreshed });
  return changed;
}

/**
 * Builds the targets side by side.
 * @param {readonly Target[]} changed
 */
export async function build(changed) {
  const built = await Promise.all(
    changed.map(async (target) => {
      // Looked at before building: a file saved meanwhile is then built next time.
      const files = filesOf(target.sources);
      const made = { looks: looksOf(files), content: contentOf(files) };
      const vite = inRoot("node_modules", "vite", "bin", "vite.js");
      await run(nodePath(), [vite, "build", "--config", target.config, "--logLevel", "warn"]);
      return /** @type {const} */ ([target.name, made]);
    }),
  );
  await writeMarks({ ...(await readMarks()), ...Object.fromEntries(built) });
}

/** @returns {Promise<Marks>} */
async function readMarks() {
  const text = await readFile(mark, "utf8").catch(nullIfMissing);
  return text === null ? {} : JSON.parse(text);
}

/** @param {Marks} marks */
async function writeMarks(marks) {
  await mkdir(inCache(), { recursive: true });
  await writeFile(mark, `${JSON.stringify(marks, null, 2)}\n`);
}
