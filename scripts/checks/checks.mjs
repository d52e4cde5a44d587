import { inCache } from "../setup/paths.mjs";
import { unitReport } from "./vitestReport.mjs";

/**
 * One thing that is checked, by a program of node_modules run on the Node that set-up brought.
 * @typedef {object} Check
 * @property {string} name
 * @property {string} program a path in the checkout
 * @property {readonly string[]} arguments
 * @property {Report} [report] where it writes what passed, if it counts tests
 *
 * @typedef {{ kind: "vitest" | "playwright", file: string }} Report
 */

const modules = "node_modules";

/** @type {readonly Check[]} */
export const codeChecks = [
  { name: "types", program: `${modules}/@typescript/native/bin/tsc`, arguments: ["-b"] },
  {
    name: "lint and format",
    program: `${modules}/@biomejs/biome/bin/biome`,
    arguments: ["check", "--error-on-warnings", "."],
  },
  { name: "boundaries", program: "scripts/checks/boundaries.mjs", arguments: [] },
  {
    name: "unused code",
    program: `${modules}/knip/bin/knip.js`,
    arguments: ["--no-progress", "--treat-config-hints-as-errors"],
  },
  { name: "generated documents", program: "main/core/generateDocs.ts", arguments: ["--check"] },
  {
    name: "unit tests",
    program: `${modules}/vitest/vitest.mjs`,
    arguments: ["run", "--reporter=default", "--reporter=./scripts/checks/vitestReport.mjs"],
    report: { kind: "vitest", file: unitReport },
  },
];

/** @type {readonly Check[]} */
export const endToEndChecks = [
  {
    name: "e2e in both hosts",
    program: `${modules}/@playwright/test/cli.js`,
    arguments: ["test"],
    report: { kind: "playwright", file: inCache("reports", "e2e.json") },
  },
];
