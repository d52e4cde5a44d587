import type { ConfigurationValues } from "#shared/configuration/configurationSchema.ts";
import type { Settings } from "#shared/contract/settings.ts";

/** Where a value in force comes from. A `.env` file counts as the environment. */
export type ConfigurationSource = Settings["sources"][string];

export interface ConfigurationChange {
  readonly values: ConfigurationValues;
  readonly previous: ConfigurationValues;
  /** The paths whose value differs now, as in `sessions.maximum`. */
  readonly paths: readonly string[];
}

/** The settings in force, their changes, and the way to change them. */
export interface Configuration extends AsyncDisposable {
  /** Always valid as a whole. A setting that needs a restart shows its new value here at once: read those only at start. */
  readonly current: ConfigurationValues;
  /** Every setting's path to where its value comes from. */
  readonly sources: Readonly<Record<string, ConfigurationSource>>;
  /** The same in words for people: `config.json`, `QUARTERDECK_SERVER_PORT (.env)`; absent for defaults. */
  readonly origins: Readonly<Record<string, string>>;
  /** Paths that changed since the start and take effect at the next one. */
  readonly pendingRestart: readonly string[];
  /** As the contract's settings calls answer: values by path too, as in `{ "sessions.maximum": 100 }`. */
  settings(): Settings;
  /** Changes settings in the file, all or none; null takes a setting out of the file. Throws CONFIGURATION_INVALID, STORAGE_FAILED, DISK_FULL. */
  update(changes: Readonly<Record<string, unknown>>): Promise<void>;
  /** Told after every change, whether by `update` or by an editor, until disposed. */
  onChange(listener: (change: ConfigurationChange) => void): Disposable;
  /** The JSON Schema (draft 2020-12) of the settings, with their words under `x-setting`. */
  jsonSchema(): Record<string, unknown>;
}
