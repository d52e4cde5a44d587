import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import module from "node:module";
import { constants } from "node:os";
import { pathToFileURL } from "node:url";
import { nodePath } from "../setup/nodeRuntime.mjs";
import { inCache, inRoot } from "../setup/paths.mjs";
import { SetUpError } from "../setup/say.mjs";

/**
 * Runs the program with these arguments: in this very process where it is new enough, so that nothing stands between the program
 * and its signals, else in a child on the Node that set-up brought.
 * @param {readonly string[]} programArguments
 * @param {{ isAfresh?: boolean, entry?: "commandLine" | "hook" }} [options] afresh: in a child in any case, as this process was busy with
 *   setting up; entry: `hook` is small and starts fast, for one command only
 */
export async function runProgram(programArguments, { isAfresh = false, entry: name = "commandLine" } = {}) {
  const entry = inRoot("dist", "main", `${name}.js`);
  if (!existsSync(entry)) throw new SetUpError("Quarterdeck is not built yet. Run `npm run setup` in its folder.");
  if (isAfresh || Number.parseInt(process.versions.node, 10) < 24) {
    await runChild(nodePath(), [entry, ...programArguments]);
    return;
  }
  module.enableCompileCache?.(inCache("compiled"));
  process.argv.splice(1, process.argv.length, entry, ...programArguments);
  await import(pathToFileURL(entry).href);
}

/**
 * Runs a child in this process's place: its streams, the signals sent here, its exit code.
 * @param {string} command
 * @param {readonly string[]} commandArguments
 * @param {NodeJS.ProcessEnv} [env] added to this process's
 * @returns {Promise<{ code: number | null, signal: NodeJS.Signals | null }>} also set as this process's own exit code
 */
export async function runChild(command, commandArguments, env = {}) {
  const child = spawn(command, commandArguments, { stdio: "inherit", env: { ...process.env, ...env } });
  /** @param {NodeJS.Signals} signal */
  const forward = (signal) => {
    // Ctrl-C in a terminal reaches the child by itself; sent again it would count as the second, impatient one.
    if (signal === "SIGINT" && process.stdin.isTTY) return;
    child.kill(signal);
  };
  const signals = /** @type {const} */ (["SIGINT", "SIGTERM", "SIGHUP"]);
  for (const signal of signals) process.on(signal, forward);
  try {
    const outcome = await new Promise((resolve, reject) => {
      child.once("error", reject);
      child.once("exit", (code, signal) => resolve({ code, signal }));
    });
    process.exitCode = outcome.code ?? 128 + (constants.signals[/** @type {NodeJS.Signals} */ (outcome.signal)] ?? 0);
    return outcome;
  } finally {
    for (const signal of signals) process.off(signal, forward);
  }
}
