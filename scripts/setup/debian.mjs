import { tryRun } from "./run.mjs";
import { say } from "./say.mjs";

/**
 * Something that a Debian package brings: `isThere` tells whether it already is.
 * @typedef {object} Need
 * @property {string} package
 * @property {() => Promise<boolean>} isThere
 * @property {string} [service] what the package would start on this machine by itself
 */

/**
 * @param {string} name
 * @param {string} packageName
 * @returns {Need}
 */
const command = (name, packageName) => ({ package: packageName, isThere: () => hasCommand(name) });

/**
 * A server that tests start themselves. Debian keeps some on root's PATH alone.
 * @param {string} name of the command and of the service
 * @param {string} packageName
 * @returns {Need}
 */
const server = (name, packageName) => ({
  package: packageName,
  isThere: async () => (await hasCommand(name)) || (await hasCommand(`/usr/sbin/${name}`)),
  service: name,
});

/** What the tests drive or measure with, and what the keychain addon is built and tested with. @type {readonly Need[]} */
export const testNeeds = [
  command("dbus-run-session", "dbus-daemon"),
  command("gnome-keyring-daemon", "gnome-keyring"),
  command("less", "less"),
  server("nginx", "nginx-light"),
  server("caddy", "caddy"),
  command("pebble", "pebble"),
  command("certutil", "libnss3-tools"),
  command("openssl", "openssl"),
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
  const wanted = await stillMissing(needs);
  const missing = wanted.map((need) => need.package);
  if (missing.length === 0) return [];
  const prefix = await rootPrefix();
  if (!prefix || !(await hasCommand("apt-get"))) return missing;
  say(`• Installing Debian's ${missing.join(", ")} …`);
  const env = ["env", "DEBIAN_FRONTEND=noninteractive"];
  /** @param {readonly string[]} words */
  const asRoot = async (...words) => {
    const [program = "env", ...rest] = [...prefix, ...env, ...words];
    return await tryRun(program, rest, { timeoutSeconds: 600 });
  };
  /** @param {readonly string[]} words */
  const apt = async (...words) => {
    const outcome = await asRoot("apt-get", ...words);
    if (outcome.code !== 0) say(`  apt-get ${words[0]} failed: ${outcome.output.trim().split("\n").at(-1)}`);
  };
  await apt("update", "-q");
  await apt("install", "-q", "-y", "--no-install-recommends", ...missing);
  // What a package started would hold ports of this machine for nothing. What was there before is not touched.
  for (const { service } of wanted) {
    if (service === undefined) continue;
    const stopped = await asRoot("systemctl", "disable", "--now", service);
    if (stopped.code !== 0) await asRoot("service", service, "stop");
  }
  return (await stillMissing(needs)).map((need) => need.package);
}

/** @param {readonly Need[]} needs */
async function stillMissing(needs) {
  const missing = [];
  for (const need of needs) if (!(await need.isThere())) missing.push(need);
  return missing;
}

/** What to put before a command that root must run; null if that would ask. */
async function rootPrefix() {
  if (process.getuid?.() === 0) return [];
  return (await tryRun("sudo", ["-n", "true"])).code === 0 ? ["sudo", "-n"] : null;
}
