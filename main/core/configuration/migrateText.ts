import type { ConfigurationMigration } from "./migrations.ts";
import type { ConfigurationProblem } from "./problem.ts";
import { editSettings } from "./settingsEditor.ts";
import type { SettingsFile } from "./settingsFile.ts";

export type TextMigration =
  | { readonly kind: "current" }
  | { readonly kind: "migrated"; readonly from: number; readonly text: string }
  | { readonly kind: "problem"; readonly problem: ConfigurationProblem };

/** The text of a file brought to the version, if it is older. A file without a version is of the first. */
export function migrateText(
  file: SettingsFile,
  version: number,
  migrations: readonly ConfigurationMigration[],
): TextMigration {
  const from = file.layer.values.version ?? 1;
  const place = file.layer.place(["version"], "value");
  if (typeof from !== "number" || !Number.isInteger(from) || from < 1) {
    const texts = { en: "must be a whole number from 1 on", "zh-CN": "必须是从 1 开始的整数" };
    return { kind: "problem", problem: { ...place, path: "version", texts } };
  }
  if (from > version) {
    const texts = {
      en: `is ${from}, but this program knows versions up to ${version} only: the file belongs to a newer one`,
      "zh-CN": `为 ${from}，但当前程序最高只支持 ${version}：该文件属于更新的版本`,
    };
    return { kind: "problem", problem: { ...place, path: "version", texts } };
  }
  if (from === version) return { kind: "current" };
  const editor = editSettings(file.text);
  for (let step = from; step < version; step++) {
    const migration = migrations.find((candidate) => candidate.from === step);
    if (!migration) throw new Error(`There is no configuration migration from version ${step}`);
    migration.apply(editor);
    editor.set("version", step + 1);
  }
  return { kind: "migrated", from, text: editor.text };
}
