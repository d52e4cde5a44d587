import { build, changedTargets } from "./build.mjs";
import { withSetUpLock } from "./lock.mjs";
import { isPruned } from "./modes.mjs";
import { buildKeychainAddon, buildTerminalAddon, canBuildKeychainAddon } from "./natives.mjs";
import { hasNodeRuntime, installNodeRuntime } from "./nodeRuntime.mjs";
import { say, step } from "./say.mjs";
import { installTree, lockHash, pruneTree, readTree, writeTree } from "./tree.mjs";

/**
 * Brings the checkout to the state in which the program runs: packages, Node, native addons, build. What is already so is left alone.
 * @param {import("./modes.mjs").Mode | null} asked null: as last time, or development
 * @param {{ isThorough?: boolean }} [options] thorough: also try again what was left out before because something was missing
 * @returns {Promise<{ mode: import("./modes.mjs").Mode, isChanged: boolean }>} changed: this process may run on a Node that was replaced
 */
export async function setUp(asked, { isThorough = false } = {}) {
  const tree = await readTree();
  const mode = chooseMode(asked, tree);
  if (!isThorough && (await isInstalled(tree, mode)) && (await changedTargets()).length === 0)
    return { mode, isChanged: false };
  await withSetUpLock(() => setUpLocked(mode));
  return { mode, isChanged: true };
}

/**
 * @param {import("./modes.mjs").Mode | null} asked
 * @param {import("./tree.mjs").Tree | null} tree
 */
function chooseMode(asked, tree) {
  // Who has everything has what developing needs.
  if (asked === "development" && tree?.mode === "full") return "full";
  return asked ?? tree?.mode ?? "development";
}

/** @param {import("./modes.mjs").Mode} mode */
async function setUpLocked(mode) {
  // Read under the lock: the set-up that was waited for may have done it all.
  const tree = await readTree();
  const changed = await changedTargets();
  const lacksBuildTools = changed.length > 0 && (tree?.isPruned ?? true);
  if (lacksBuildTools || !(await isInstalled(tree, mode)) || (await canNowHaveKeychain(tree, mode)))
    await install(mode);
  if (changed.length > 0) await step(`Building ${changed.map(({ name }) => name).join(", ")}`, () => build(changed));
  const installed = await readTree();
  if (installed && isPruned(mode) && !installed.isPruned) {
    await step("Removing what only building needs", () => pruneTree(mode));
    await writeTree({ ...installed, isPruned: true });
  }
}

/** @param {import("./modes.mjs").Mode} mode */
async function install(mode) {
  const hash = await lockHash();
  await step("Installing packages", async () => {
    await installTree();
    await installNodeRuntime();
  });
  await step("Building the terminal addon", buildTerminalAddon);
  await writeTree({ lockHash: hash, mode, isPruned: false, keychain: await installKeychain(mode) });
}

/** @param {import("./modes.mjs").Mode} mode */
async function installKeychain(mode) {
  if (mode === "minimal") return "left out";
  if (await canBuildKeychainAddon()) return await step("Building the keychain addon", buildKeychainAddon);
  say("  The keychain addon needs libsecret-1-dev and pkg-config; without it secrets go to the encrypted vault file.");
  return "left out";
}

/**
 * @param {import("./tree.mjs").Tree | null} tree
 * @param {import("./modes.mjs").Mode} mode
 */
async function isInstalled(tree, mode) {
  if (!tree || tree.lockHash !== (await lockHash()) || tree.mode !== mode) return false;
  return tree.isPruned === isPruned(mode) && (await hasNodeRuntime());
}

/**
 * @param {import("./tree.mjs").Tree | null} tree
 * @param {import("./modes.mjs").Mode} mode
 */
async function canNowHaveKeychain(tree, mode) {
  return mode !== "minimal" && tree?.keychain === "left out" && (await canBuildKeychainAddon());
}
