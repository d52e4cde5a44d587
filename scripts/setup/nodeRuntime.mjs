import { existsSync } from "node:fs";
import { chmod, copyFile, link, mkdir, readFile, rm, symlink, writeFile } from "node:fs/promises";
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
  return (
    existsSync(inRoot("node_modules", ".bin", "node")) && existsSync(inRoot("node_modules", "node", "bin", executable))
  );
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
  const target = inRoot("node_modules", "node", "bin", executable);
  await mkdir(inRoot("node_modules", "node", "bin"), { recursive: true });
  await rm(target, { force: true });
  // A hard link saves 120 MB; across file systems it must be a copy.
  await link(source, target).catch(() => copyFile(source, target));
  const command = inRoot("node_modules", ".bin", "node");
  await rm(command, { force: true });
  if (process.platform === "win32") {
    await writeFile(`${command}.cmd`, '@"%~dp0\\..\\node\\bin\\node.exe" %*\r\n');
    await copyFile(target, `${command}.exe`);
    return;
  }
  await chmod(target, 0o755);
  await symlink(join("..", "node", "bin", executable), command);
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
