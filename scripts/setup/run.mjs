import { spawn } from "node:child_process";
import { delimiter } from "node:path";
import { inRoot, root } from "./paths.mjs";
import { SetUpError } from "./say.mjs";

/** The end of a quiet command's output that is shown when it fails; a native build's error is within it. */
const shownCharacters = 6000;

/**
 * @typedef {object} RunOptions
 * @property {string} [cwd] the checkout unless told
 * @property {NodeJS.ProcessEnv} [env] added to this process's
 * @property {number} [timeoutSeconds] then the command and everything it started is killed
 * @property {boolean} [isShown] its output goes to stderr as it comes; otherwise only its end, and only if it fails
 *
 * @typedef {object} Outcome
 * @property {number | null} code
 * @property {string} output both streams, when not shown
 * @property {boolean} isTimedOut
 */

/**
 * Runs a command to its end, without a terminal to ask questions on, and tells how it went. A command that does not exist has code 127.
 * @param {string} command
 * @param {readonly string[]} commandArguments
 * @param {RunOptions} [options]
 * @returns {Promise<Outcome>}
 */
export function tryRun(command, commandArguments, options = {}) {
  const { cwd = root, env = {}, timeoutSeconds, isShown = false } = options;
  return new Promise((resolve) => {
    const output = isShown ? 2 : "pipe";
    const child = spawn(command, commandArguments, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ["ignore", output, output],
      // A group of its own, so that a time limit ends the helpers too.
      detached: timeoutSeconds !== undefined && process.platform !== "win32",
    });
    let text = "";
    let isTimedOut = false;
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding("utf8").on("data", (part) => {
        text = (text + part).slice(-shownCharacters);
      });
    }
    const giveUp = () => {
      isTimedOut = true;
      killGroup(child);
    };
    const timer = timeoutSeconds && setTimeout(giveUp, timeoutSeconds * 1000);
    /** @param {Outcome} outcome */
    const end = (outcome) => {
      if (timer) clearTimeout(timer);
      resolve(outcome);
    };
    child.once("error", (error) => end({ code: 127, output: error.message, isTimedOut }));
    child.once("close", (code) => end({ code, output: text, isTimedOut }));
  });
}

/**
 * As `tryRun`, but anything other than success is an error with the end of the output.
 * @param {string} command
 * @param {readonly string[]} commandArguments
 * @param {RunOptions} [options]
 */
export async function run(command, commandArguments, options) {
  const { code, output, isTimedOut } = await tryRun(command, commandArguments, options);
  if (code === 0) return output;
  const how = isTimedOut ? `was not done after ${options?.timeoutSeconds} s` : `ended with code ${code}`;
  throw new SetUpError(`${[command, ...commandArguments].join(" ")} ${how}.${output ? `\n${output.trimEnd()}` : ""}`);
}

/**
 * Runs npm on the Node it was started with: set-up may itself run on the Node that npm is about to replace.
 * @param {readonly string[]} npmArguments
 * @param {RunOptions} [options]
 */
export async function runNpm(npmArguments, options = {}) {
  const { npm_execpath: npm, npm_node_execpath: node } = process.env;
  const quiet = ["--loglevel=error", "--no-audit", "--no-fund", "--no-progress", "--no-update-notifier"];
  const env = { ...options.env, npm_config_yes: "true", PATH: pathForNpm() };
  if (npm?.endsWith(".js") && node) return await run(node, [npm, ...npmArguments, ...quiet], { ...options, env });
  return await run(process.platform === "win32" ? "npm.cmd" : "npm", [...npmArguments, ...quiet], { ...options, env });
}

/** The PATH without the checkout's own `node`, which may be missing or about to be replaced, except for building addons. */
function pathForNpm() {
  const own = inRoot("node_modules", ".bin");
  return (process.env["PATH"] ?? "")
    .split(delimiter)
    .filter((folder) => folder !== own)
    .join(delimiter);
}

/** @param {import("node:child_process").ChildProcess} child */
function killGroup(child) {
  if (child.pid === undefined) return;
  try {
    process.kill(process.platform === "win32" ? child.pid : -child.pid, "SIGKILL");
  } catch (error) {
    // It ended in the meantime.
    if (!(error instanceof Error && "code" in error && error.code === "ESRCH")) throw error;
  }
}
