#!/usr/bin/env node
/**
 * Adds the platform packages that the registry did not have when the lockfile was made.
 *
 * Native tools name one optional package a platform, each at an exact version. A registry mirror that carries only some of them
 * lets `npm install` write a lockfile without the rest, which `npm ci` then refuses ("Missing: … from lock file"). The names and
 * versions are known, so they can be written down; only their hashes cannot. npm skips them on every other platform.
 * Run it after each change of the lockfile; with a complete registry it adds nothing.
 */
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath, pathToFileURL } from "node:url";

const systems = ["aix", "android", "darwin", "freebsd", "linux", "netbsd", "openbsd", "openharmony", "sunos", "win32"];
const processors = ["arm64", "arm", "ia32", "loong64", "mips64el", "ppc64", "riscv64", "s390x", "wasm32", "x64"];

/**
 * The `os`, `cpu` and `libc` limits that a platform package's name tells; null if it names no platform.
 * @param {string} name such as `@swc/core-linux-x64-musl`
 * @returns {{ os?: string[], cpu?: string[], libc?: string[] } | null}
 */
export function platformOf(name) {
  const words = name.split(/[/-]/);
  const system = systems.find((candidate) => words.includes(candidate));
  // "linuxmusl" and "linux-arm-gnueabihf" are spellings in use.
  const isLinux = system === "linux" || words.includes("linuxmusl");
  const processor = processors.find((candidate) => words.includes(candidate));
  if (!processor || !(system || isLinux || processor === "wasm32")) return null;
  if (processor === "wasm32") return { cpu: ["wasm32"] };
  const isMusl = words.some((word) => word.includes("musl"));
  const isGlibc = words.some((word) => word.startsWith("gnu"));
  return {
    os: [isLinux ? "linux" : /** @type {string} */ (system)],
    cpu: [processor],
    ...(isLinux && isMusl ? { libc: ["musl"] } : {}),
    ...(isLinux && isGlibc ? { libc: ["glibc"] } : {}),
  };
}

/**
 * The lockfile with every optional platform package in it, and the names that were added.
 * @param {{ packages: Record<string, Record<string, any>> }} lockfile
 */
export function completeLockfile(lockfile) {
  const packages = { ...lockfile.packages };
  /** @type {string[]} */
  const added = [];
  for (const [path, entry] of Object.entries(lockfile.packages)) {
    for (const [name, version] of Object.entries(entry["optionalDependencies"] ?? {})) {
      if (isResolved(packages, path, name)) continue;
      const platform = platformOf(name);
      if (!platform || !/^\d+\.\d+\.\d+/.test(version)) continue;
      const place = packages[`node_modules/${name}`] ? `${path}/node_modules/${name}` : `node_modules/${name}`;
      packages[place] = { version, ...platform, ...(entry["dev"] ? { dev: true } : {}), optional: true };
      added.push(`${name}@${version}`);
    }
  }
  const sorted = Object.fromEntries(Object.entries(packages).sort(([a], [b]) => a.localeCompare(b, "en")));
  return { lockfile: { ...lockfile, packages: sorted }, added };
}

/**
 * @param {Record<string, unknown>} packages
 * @param {string} from
 * @param {string} name
 */
function isResolved(packages, from, name) {
  // As Node looks for it: in the package's own folder, then in each one above.
  for (let folder = from; ; folder = folder.slice(0, folder.lastIndexOf("/node_modules/"))) {
    if (`${folder}/node_modules/${name}` in packages) return true;
    if (!folder.includes("/node_modules/")) return `node_modules/${name}` in packages;
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const file = process.argv[2] ?? fileURLToPath(new URL("../package-lock.json", import.meta.url));
  const { lockfile, added } = completeLockfile(JSON.parse(readFileSync(file, "utf8")));
  writeFileSync(file, `${JSON.stringify(lockfile, null, 2)}\n`);
  process.stderr.write(
    added.length ? `Added without a hash:\n  ${added.join("\n  ")}\n` : "The lockfile is complete.\n",
  );
}
