import { obtainElectron } from "../setup/electronBinary.mjs";
import { isPruned } from "../setup/modes.mjs";
import { root } from "../setup/paths.mjs";
import { tryRun } from "../setup/run.mjs";
import { runChild } from "./program.mjs";

/** Electron that is killed by one of these right after its start never opened a window: its sandbox or a driver stopped it. */
const crashes = new Set(["SIGTRAP", "SIGABRT", "SIGILL", "SIGSEGV", "SIGBUS"]);
const startSeconds = 10;

/**
 * Opens the desktop host and stays until it ends.
 * @param {readonly string[]} desktopArguments
 * @param {{ mode: import("../setup/modes.mjs").Mode, isRetry: boolean }} options retry: fetch Electron although it failed before
 * @returns {Promise<string | null>} null once it has run; otherwise why it cannot run here, as the end of a sentence
 */
export async function runDesktop(desktopArguments, { mode, isRetry }) {
  const chosen = process.env["QUARTERDECK_ELECTRON"];
  const obstacle = chosen ? null : obstacleHere(mode);
  if (obstacle) return obstacle;
  const electron = chosen ? { path: chosen } : await obtainElectron({ isRetry });
  if ("reason" in electron) return electron.reason;
  if (!chosen) {
    // Finds a missing system library before anything is opened; a chosen one is taken at its word.
    const probe = await tryRun(electron.path, ["--version"], { timeoutSeconds: 10 });
    if (probe.code !== 0)
      return `${electron.path} does not run here (${lastLine(probe.output) || `code ${probe.code}`})`;
  }
  const start = performance.now();
  const { signal } = await runChild(electron.path, [root, ...desktopArguments]);
  const isCrash = signal !== null && crashes.has(signal) && performance.now() - start < startSeconds * 1000;
  return isCrash ? `Electron was ended by ${signal} right after its start` : null;
}

/** @param {import("../setup/modes.mjs").Mode} mode */
function obstacleHere(mode) {
  if (isPruned(mode)) return `the ${mode} set-up has no Electron`;
  if (process.platform !== "linux") return null;
  if (!process.env["DISPLAY"] && !process.env["WAYLAND_DISPLAY"])
    return "there is no display (neither DISPLAY nor WAYLAND_DISPLAY is set)";
  if (process.getuid?.() === 0) return "Electron's sandbox does not run as root";
  return null;
}

/** @param {string} text */
function lastLine(text) {
  return text.trim().split("\n").at(-1) ?? "";
}
