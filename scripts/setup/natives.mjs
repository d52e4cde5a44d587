import { existsSync } from "node:fs";
import { nodeHeadersPrefix, nodePath } from "./nodeRuntime.mjs";
import { inRoot } from "./paths.mjs";
import { run, runNpm, tryRun } from "./run.mjs";
import { SetUpError, say } from "./say.mjs";

/** Building from source with the headers at hand: no download, and no look into a home folder. */
function buildEnvironment() {
  const prefix = nodeHeadersPrefix();
  return { ...(prefix ? { npm_config_nodedir: prefix } : {}), npm_config_devdir: inRoot(".cache", "node-gyp") };
}

/** Whether the terminal addon still has to be built: Linux has no binary in the package. */
export function needsTerminalAddon() {
  const folder = inRoot("node_modules", "node-pty");
  const places = [`prebuilds/${process.platform}-${process.arch}`, "build/Release/pty.node"];
  return !places.some((place) => existsSync(`${folder}/${place}`));
}

/** Builds node-pty and sees that it and the database driver load. */
export async function buildTerminalAddon() {
  if (needsTerminalAddon()) {
    await requireBuildTools();
    await runNpm(["rebuild", "node-pty"], { env: buildEnvironment() });
  }
  const load = 'for (const name of ["node-pty", "better-sqlite3"]) require(name);';
  await run(nodePath(), ["-e", load]);
}

/** Whether the keychain addon can be built here: on Linux it needs libsecret's headers; elsewhere its package brings a binary. */
export async function canBuildKeychainAddon() {
  if (!existsSync(inRoot("node_modules", "keytar", "package.json"))) return false;
  if (process.platform !== "linux") return true;
  return (await tryRun("pkg-config", ["--exists", "libsecret-1"])).code === 0;
}

/**
 * Builds keytar. It is optional: without it secrets go to the encrypted vault file, so a failure is told and set-up goes on.
 * @returns {Promise<"built" | "failed">}
 */
export async function buildKeychainAddon() {
  // From source on Linux: its binary would come from GitHub.
  const env = {
    ...buildEnvironment(),
    ...(process.platform === "linux" ? { npm_config_build_from_source: "true" } : {}),
  };
  try {
    if (!existsSync(inRoot("node_modules", "keytar", "build", "Release", "keytar.node")))
      await runNpm(["rebuild", "keytar"], { env });
    await run(nodePath(), ["-e", 'require("keytar")']);
    return "built";
  } catch (error) {
    say(
      `  The keychain addon was not built; secrets go to the encrypted vault file. ${error instanceof Error ? error.message : error}`,
    );
    return "failed";
  }
}

async function requireBuildTools() {
  if (process.platform === "win32") return;
  const missing = [];
  for (const [tool, name] of [
    ["python3", "python3"],
    ["make", "make"],
    ["c++", "g++"],
  ]) {
    if ((await tryRun(/** @type {string} */ (tool), ["--version"])).code !== 0) missing.push(name);
  }
  if (missing.length === 0) return;
  const remedy = process.platform === "darwin" ? "xcode-select --install" : `apt-get install ${missing.join(" ")}`;
  throw new SetUpError(
    `The terminal addon has to be compiled, and ${missing.join(", ")} ${missing.length > 1 ? "are" : "is"} missing. Run: ${remedy}`,
  );
}
