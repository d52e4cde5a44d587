import type { SettingsEditor } from "./settingsEditor.ts";

/** One step forward of the configuration file's form; comments around what it does not touch stay. */
export interface ConfigurationMigration {
  /** The version it starts from; the result has the next. */
  readonly from: number;
  readonly apply: (editor: SettingsEditor) => void;
}

/** In order, from version 1 on without a gap. Empty while the first version is the only one. */
export const configurationMigrations: readonly ConfigurationMigration[] = [];
