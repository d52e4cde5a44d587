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
 * @param {{ suites: Suite[] }} report
 * @returns {Tests}
 */
function readPlaywright({ suites }) {
  const tests = suites.flatMap(testsOf);
  /** @param {string} status */
  const count = (status) => tests.filter((test) => test.status === status).length;
  const skipped = tests.filter(({ status }) => status === "skipped");
  const projects = [...new Set(tests.map(({ projectName }) => projectName))];
  return {
    passed: count("expected"),
    failed: count("unexpected") + count("flaky"),
    skipped: skipped.length,
    skips: skipped.map(
      (test) => `[${test.projectName}] ${test.title} (${annotation(test, "skip") ?? "no reason given"})`,
    ),
    hosts: projects.map((project) =>
      describeHost(
        project,
        tests.filter(({ projectName }) => projectName === project),
      ),
    ),
  };
}

/**
 * Tests that start the desktop say with a `host` annotation what ran it: Electron itself or the stand-in.
 * @param {string} project
 * @param {readonly PlaywrightTest[]} tests
 */
function describeHost(project, tests) {
  const named = [...new Set(tests.flatMap((test) => annotation(test, "host") ?? []))];
  const passed = tests.filter(({ status }) => status === "expected").length;
  return `${project} host${named.length > 0 ? ` on ${named.join(", ")}` : ""}: ${passed} of ${tests.length} passed`;
}

/**
 * @param {PlaywrightTest} test
 * @param {string} type
 */
function annotation(test, type) {
  return test.annotations.find((candidate) => candidate.type === type)?.description;
}

/**
 * @param {Suite} suite
 * @returns {(PlaywrightTest & { title: string })[]}
 */
function testsOf({ specs = [], suites = [] }) {
  const own = specs.flatMap(({ title, tests }) => tests.map((test) => ({ ...test, title })));
  return [...own, ...suites.flatMap(testsOf)];
}
