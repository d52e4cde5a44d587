import { cruise } from "dependency-cruiser";
import configuration from "../../.dependency-cruiser.mjs";

/** The folders of the checkout that hold code. */
export const codeFolders = ["main", "shared", "preload", "renderer", "e2e", "bench", "scripts"];

/**
 * The imports that break a rule, each as rule, file and what it imports.
 * @param {readonly string[]} folders
 * @param {string} [baseDir] the folder they are in; the checkout unless told
 * @returns {Promise<{ rule: string, from: string, to: string, comment: string }[]>}
 */
export async function findViolations(folders, baseDir = process.cwd()) {
  const { options = {}, forbidden = [] } = configuration;
  const result = await cruise([...folders], { ...options, baseDir, validate: true, ruleSet: { forbidden } });
  if (typeof result.output === "string") throw new Error("dependency-cruiser was asked for a result, not a text");
  const comments = new Map(forbidden.map((rule) => [rule.name, rule.comment ?? ""]));
  return result.output.summary.violations.map(({ rule, from, to, cycle }) => ({
    rule: rule.name,
    from,
    to: cycle ? cycle.map(({ name }) => name).join(" → ") : to,
    comment: comments.get(rule.name) ?? "",
  }));
}
