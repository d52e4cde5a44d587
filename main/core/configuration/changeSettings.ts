import { closest } from "#shared/text/closest.ts";
import type { ConfigurationSource } from "./configuration.ts";
import { unknownSetting } from "./issueTexts.ts";
import type { ConfigurationProblem } from "./problem.ts";
import type { Leaf } from "./schemaShape.ts";
import { editSettings } from "./settingsEditor.ts";

/** What must be known to judge a change. */
export interface ChangeContext {
  readonly leaves: readonly Leaf[];
  readonly sources: Readonly<Record<string, ConfigurationSource>>;
  readonly origins: Readonly<Record<string, string>>;
}

/** What keeps settings from being changed in a file: a path that is none, or a value that the environment or command line holds. */
export function changeProblems(
  paths: readonly string[],
  { leaves, sources, origins }: ChangeContext,
): readonly ConfigurationProblem[] {
  return paths.flatMap((path) => {
    if (!leaves.some((leaf) => leaf.path === path)) return [unknownPath(path, leaves)];
    const source = sources[path];
    return source === "environment" || source === "command-line" ? [heldElsewhere(path, origins[path] ?? source)] : [];
  });
}

/** The file's text with the changes in it; null takes a setting out, so that its default (or a file below) counts again. */
export function changedText(text: string | null, changes: Readonly<Record<string, unknown>>, version: number): string {
  const editor = editSettings(text ?? "");
  if (editor.get("version") === undefined) editor.set("version", version);
  for (const [path, value] of Object.entries(changes)) {
    if (value === null || value === undefined) editor.remove(path);
    else editor.set(path, value);
  }
  return editor.text;
}

const here = { where: "the change" };

function unknownPath(path: string, leaves: readonly Leaf[]): ConfigurationProblem {
  const suggestion = closest(
    path,
    leaves.map((leaf) => leaf.path),
  );
  return { ...here, path, texts: unknownSetting, ...(suggestion === null ? {} : { suggestion }) };
}

function heldElsewhere(path: string, origin: string): ConfigurationProblem {
  return {
    ...here,
    path,
    texts: { en: `is set by ${origin} and can only be changed there`, "zh-CN": `由 ${origin} 设定，只能在该处更改` },
  };
}
