import { readFile } from "node:fs/promises";
import { nullIfMissing } from "../setup/tree.mjs";

/**
 * What a test run counted. `skips` names each skipped test with its reason; `hosts` says what the e2e ran on.
 * @typedef {{ passed: number, failed: number, skipped: number, skips: string[], hosts: string[] }} Tests
 * @typedef {{ name: string, isPassed: boolean, seconds: number, tests: Tests | null }} Outcome
 */

/**
 * @param {import("./checks.mjs").Report} report
 * @returns {Promise<Tests | null>} null if the run ended before it wrote one
 */
export async function readReport({ kind, file }) {
  const text = await readFile(file, "utf8").catch(nullIfMissing);
  if (text === null) return null;
  return kind === "vitest" ? JSON.parse(text) : readPlaywright(JSON.parse(text));
}

/**
 * @typedef {{ type: string, description?: string }} Annotation
 * @typedef {{ projectName: string, status: string, annotations: Annotation[] }} PlaywrightTest
 * @typedef {{ title: string, specs?: { title: string, tests: PlaywrightTest[] }[], suites?: Suite[] }} Suite
 * @typedef {{ name: string, metadata?: Record<string, unknown> }} Project
 * @param {{ config: { projects: Project[] }, suites: Suite[], errors?: unknown[] }} report
 * @returns {Tests}
 */
function readPlaywright({ config, suites, errors = [] }) {
  const tests = suites.flatMap(testsOf);
  /** @param {string} status */
  const count = (status) => tests.filter((test) => test.status === status).length;
  const skipped = tests.filter(({ status }) => status === "skipped");
  return {
    passed: count("expected"),
    // An error outside every test, as in a file that does not load, is a failure all the same.
    failed: count("unexpected") + count("flaky") + errors.length,
    skipped: skipped.length,
    skips: skipped.map((test) => `[${test.projectName}] ${test.title} (${reason(test)})`),
    hosts: config.projects.map((project) => describeHost(project, tests)),
  };
}

/**
 * The project's metadata names what ran it: for the desktop, Electron itself or the stand-in.
 * @param {Project} project
 * @param {readonly PlaywrightTest[]} tests
 */
function describeHost({ name, metadata = {} }, tests) {
  const own = tests.filter(({ projectName }) => projectName === name);
  const passed = own.filter(({ status }) => status === "expected").length;
  const binary = metadata[`${name} host`];
  return `${name} host${binary ? ` (${binary})` : ""}: ${passed} of ${own.length} passed`;
}

/** @param {PlaywrightTest} test */
function reason({ annotations }) {
  return annotations.find(({ type }) => type === "skip" || type === "fixme")?.description ?? "no reason given";
}

/**
 * @param {Suite} suite
 * @returns {(PlaywrightTest & { title: string })[]}
 */
function testsOf({ specs = [], suites = [] }) {
  const own = specs.flatMap(({ title, tests }) => tests.map((test) => ({ ...test, title })));
  return [...own, ...suites.flatMap(testsOf)];
}
