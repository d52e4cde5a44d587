import { spawn } from "node:child_process";
import { mkdir, rm } from "node:fs/promises";
import { delimiter } from "node:path";
import { nodePath } from "../setup/nodeRuntime.mjs";
import { inCache, inRoot, root } from "../setup/paths.mjs";
import { say } from "../setup/say.mjs";
import { readReport } from "./report.mjs";

/** @typedef {import("./checks.mjs").Check} Check */

/**
 * Runs all checks, also after one failed, so that one run tells everything. Ends with a summary; the exit code tells whether all passed.
 * @param {readonly Check[]} checks
 */
export async function runChecks(checks) {
  await mkdir(inCache("reports"), { recursive: true });
  /** @type {import("./report.mjs").Outcome[]} */
  const outcomes = [];
  for (const check of checks) {
    say(`\n— ${check.name}`);
    // A report of an earlier run must not be taken for this one's.
    if (check.report) await rm(check.report.file, { force: true });
    const start = performance.now();
    const code = await runCheck(check);
    const seconds = (performance.now() - start) / 1000;
    outcomes.push({
      name: check.name,
      isPassed: code === 0,
      seconds,
      tests: check.report ? await readReport(check.report) : null,
    });
  }
  summarise(outcomes);
  if (outcomes.some(({ isPassed }) => !isPassed)) process.exitCode = 1;
}

/**
 * @param {Check} check
 * @returns {Promise<number>}
 */
function runCheck(check) {
  const path = `${inRoot("node_modules", ".bin")}${delimiter}${process.env["PATH"]}`;
  return new Promise((resolve, reject) => {
    const child = spawn(nodePath(), [inRoot(check.program), ...check.arguments], {
      cwd: root,
      stdio: ["ignore", "inherit", "inherit"],
      env: { ...process.env, PATH: path },
    });
    child.once("error", reject);
    child.once("exit", (code) => resolve(code ?? 1));
  });
}

/** @param {readonly import("./report.mjs").Outcome[]} outcomes */
function summarise(outcomes) {
  say("\n— summary");
  for (const { name, isPassed, seconds, tests } of outcomes) {
    say(`${isPassed ? "passed" : "FAILED"}  ${name} (${seconds.toFixed(1)} s)${tests ? `: ${counts(tests)}` : ""}`);
    for (const host of tests?.hosts ?? []) say(`          ${host}`);
    for (const skip of tests?.skips ?? []) say(`          skipped: ${skip}`);
  }
  const counted = outcomes.flatMap(({ tests }) => tests ?? []);
  /** @param {"passed" | "failed" | "skipped"} key */
  const total = (key) => counted.reduce((sum, tests) => sum + tests[key], 0);
  const passedChecks = outcomes.filter(({ isPassed }) => isPassed).length;
  say(`\n${passedChecks} of ${outcomes.length} checks passed`);
  say(`${total("passed")} passed, ${total("failed")} failed, ${total("skipped")} skipped`);
}

/** @param {import("./report.mjs").Tests} tests */
function counts({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed, ${skipped} skipped`;
}
