import { tryRun } from "./run.mjs";
import { say } from "./say.mjs";

/**
 * Something that a Debian package brings: `isThere` tells whether it already is.
 * @typedef {object} Need
 * @property {string} package
 * @property {() => Promise<boolean>} isThere
 */

/**
 * @param {string} name
 * @param {string} packageName
 * @returns {Need}
 */
const command = (name, packageName) => ({ package: packageName, isThere: () => hasCommand(name) });

/** What the tests drive or measure with, and what the keychain addon is built and tested with. @type {readonly Need[]} */
export const testNeeds = [
  command("dbus-run-session", "dbus-daemon"),
  command("gnome-keyring-daemon", "gnome-keyring"),
  command("less", "less"),
  command("top", "procps"),
  { package: "vim-tiny", isThere: async () => (await hasCommand("vim")) || (await hasCommand("vim.tiny")) },
  { package: "pkg-config", isThere: () => hasCommand("pkg-config") },
  {
    package: "libsecret-1-dev",
    isThere: async () => (await tryRun("pkg-config", ["--exists", "libsecret-1"])).code === 0,
  },
];

/** @param {string} name */
export async function hasCommand(name) {
  return (await tryRun("/bin/sh", ["-c", 'command -v "$0"', name])).code === 0;
}

/**
 * Installs what is missing where that can be done without a question: as root, or where sudo asks for no password.
 * @param {readonly Need[]} needs
 * @returns {Promise<readonly string[]>} the packages that are still missing
 */
export async function installMissing(needs) {
  if (process.platform !== "linux") return [];
  const missing = await stillMissing(needs);
  if (missing.length === 0) return [];
  const prefix = await rootPrefix();
  if (!prefix || !(await hasCommand("apt-get"))) return missing;
  say(`• Installing Debian's ${missing.join(", ")} …`);
  const env = ["env", "DEBIAN_FRONTEND=noninteractive"];
  /** @param {readonly string[]} words */
  const apt = async (...words) => {
    const [program = "env", ...rest] = [...prefix, ...env, "apt-get", ...words];
    const outcome = await tryRun(program, rest, { timeoutSeconds: 600 });
    if (outcome.code !== 0) say(`  apt-get ${words[0]} failed: ${outcome.output.trim().split("\n").at(-1)}`);
  };
  await apt("update", "-q");
  await apt("install", "-q", "-y", "--no-install-recommends", ...missing);
  return await stillMissing(needs);
}

/** @param {readonly Need[]} needs */
async function stillMissing(needs) {
  const missing = [];
  for (const need of needs) if (!(await need.isThere())) missing.push(need.package);
  return missing;
}

/** What to put before a command that root must run; null if that would ask. */
async function rootPrefix() {
  if (process.getuid?.() === 0) return [];
  return (await tryRun("sudo", ["-n", "true"])).code === 0 ? ["sudo", "-n"] : null;
}
