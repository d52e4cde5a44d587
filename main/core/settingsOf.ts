import type { ConfigurationValues } from "#shared/configuration/configurationSchema.ts";
import type { Configuration } from "./configuration/configuration.ts";

/** One section of the configuration, for a part that must not know the rest. */
export interface SettingsOf<Section extends keyof ConfigurationValues> {
  readonly current: () => ConfigurationValues[Section];
  /** Called when something in the section has changed. */
  onChange(listener: () => void): Disposable;
}

export function settingsOf<Section extends keyof ConfigurationValues>(
  configuration: Pick<Configuration, "current" | "onChange">,
  section: Section,
): SettingsOf<Section> {
  const current = (): ConfigurationValues[Section] => configuration.current[section];
  return {
    current,
    onChange: (listener) => {
      let told = JSON.stringify(current());
      return configuration.onChange(() => {
        const now = JSON.stringify(current());
        if (now === told) return;
        told = now;
        listener();
      });
    },
  };
}
