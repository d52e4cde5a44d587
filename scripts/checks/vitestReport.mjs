import { mkdirSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { inCache } from "../setup/paths.mjs";

/** Where the reporter writes; read by report.mjs. */
export const unitReport = inCache("reports", "unit.json");

/**
 * Counts a vitest run for the summary of `npm test`; vitest's own JSON has no reasons for what was skipped.
 * @typedef {import("vitest/node").Reporter} Reporter
 * @implements {Reporter}
 */
export default class SummaryReporter {
  /** @param {readonly import("vitest/node").TestModule[]} modules */
  onTestRunEnd(modules) {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    // A file that could not be loaded has no tests, but is a failure all the same.
    const broken = modules.filter(
      (module) => module.state() === "failed" && [...module.children.allTests()].length === 0,
    );
    /** @param {string} state */
    const inState = (state) => tests.filter((test) => test.result().state === state);
    const skips = inState("skipped").map((test) => {
      const result = test.result();
      const note = result.state === "skipped" ? result.note : undefined;
      return `${test.module.relativeModuleId}: ${test.fullName}${note ? ` (${note})` : ""}`;
    });
    const report = {
      passed: inState("passed").length,
      failed: inState("failed").length + broken.length,
      skipped: skips.length,
      skips,
      hosts: [],
    };
    mkdirSync(dirname(unitReport), { recursive: true });
    writeFileSync(unitReport, JSON.stringify(report));
  }
}
