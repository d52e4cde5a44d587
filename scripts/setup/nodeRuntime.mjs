import { existsSync } from "node:fs";
import { chmod, copyFile, link, mkdir, readFile, rename, rm, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { inCache, inRoot } from "./paths.mjs";
import { run, runNpm } from "./run.mjs";
import { SetUpError } from "./say.mjs";

/*
 * The npm package `node` fetches its binary with an install script, outside any lockfile. Set-up does not run that script: the
 * binary's package is pinned with its hash in a lockfile of its own (scripts/setup/nodeRuntime), installed from there, and put
 * where the package `node` expects it. The same package brings the headers that native addons are built with.
 */

const pins = fileURLToPath(new URL("./nodeRuntime/", import.meta.url));
const place = inCache("node-runtime");
const executable = process.platform === "win32" ? "node.exe" : "node";

/** The Node that runs the program. @returns {string} its path; it exists after `installNodeRuntime` */
export function nodePath() {
  const own = inRoot("node_modules", "node", "bin", executable);
  return existsSync(own) ? own : process.execPath;
}

/** A Node prefix with `include/node/node.h`, for `npm_config_nodedir`; null where there is none (then node-gyp downloads it). */
export function nodeHeadersPrefix() {
  const own = join(place, "node_modules", platformPackage());
  return existsSync(join(own, "include", "node", "node.h")) ? own : null;
}

/** Whether the pinned Node is where it should be, without running it. */
export async function hasNodeRuntime() {
  if (!(await pinnedVersion())) return true;
  const command = process.platform === "win32" ? "node.cmd" : "node";
  const places = [inRoot("node_modules", ".bin", command), inRoot("node_modules", "node", "bin", executable)];
  return places.every((place) => existsSync(place));
}

/**
 * Brings the pinned Node and links it into `node_modules`. npm compares the package with the hash in the lockfile.
 * Where no pinned package exists for this platform the system's own Node serves, if it is new enough.
 */
export async function installNodeRuntime() {
  const version = await pinnedVersion();
  if (!version) return requireNewNode();
  const installed = join(place, "node_modules", platformPackage());
  if ((await installedVersion(installed)) !== version) {
    await mkdir(place, { recursive: true });
    for (const file of ["package.json", "package-lock.json"]) await copyFile(join(pins, file), join(place, file));
    await runNpm(["ci", "--ignore-scripts", "--prefix", place], { cwd: place });
  }
  await linkExecutable(join(installed, "bin", executable));
  const found = (await run(nodePath(), ["--version"])).trim();
  if (found !== `v${version}`) {
    throw new SetUpError(
      `The Node binary in ${installed} says it is ${found}, but ${version} is pinned. Delete ${place} and start again.`,
    );
  }
}

/** @param {string} source */
async function linkExecutable(source) {
  const folder = inRoot("node_modules", "node", "bin");
  await mkdir(folder, { recursive: true });
  await replace(join(folder, executable), async (place) => {
    // A hard link saves 120 MB; across file systems it must be a copy.
    await link(source, place).catch(() => copyFile(source, place));
    await chmod(place, 0o755);
  });
  const command = inRoot("node_modules", ".bin", "node");
  if (process.platform === "win32") {
    await writeFile(`${command}.cmd`, '@"%~dp0\\..\\node\\bin\\node.exe" %*\r\n');
    return;
  }
  await replace(command, (place) => symlink(join("..", "node", "bin", executable), place));
}

/**
 * Puts a new file in the place of an old one in one step: another program may be starting it right now.
 * @param {string} target
 * @param {(place: string) => Promise<void>} make
 */
async function replace(target, make) {
  const place = `${target}.new`;
  await rm(place, { force: true });
  await make(place);
  await rename(place, target);
}

function platformPackage() {
  return `node-${process.platform === "win32" ? "win" : process.platform}-${process.arch}`;
}

/** The version pinned for this platform; null if the platform has no package. */
async function pinnedVersion() {
  const { optionalDependencies } = JSON.parse(await readFile(join(pins, "package.json"), "utf8"));
  return /** @type {string | undefined} */ (optionalDependencies[platformPackage()]) ?? null;
}

/** @param {string} folder */
async function installedVersion(folder) {
  if (!existsSync(join(folder, "bin", executable))) return null;
  return /** @type {string} */ (JSON.parse(await readFile(join(folder, "package.json"), "utf8")).version);
}

function requireNewNode() {
  if (Number.parseInt(process.versions.node, 10) >= 24) return;
  throw new SetUpError(
    `Quarterdeck needs Node 24. It brings its own on Linux (x64, arm64) and Windows (x64); on ${process.platform} ${process.arch} install Node 24 and start again (this is ${process.version}).`,
  );
}
