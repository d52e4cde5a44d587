import { useCallback, useEffect, useState } from "react";
import { useStore } from "zustand";
import type { Settings } from "#shared/contract/settings.ts";
import type { AppError } from "#shared/errors/appError.ts";
import { useText } from "../../i18n/useText.ts";
import { appearanceFromSettings } from "../../shell/appearance.ts";
import { useShell } from "../../shell/shell.ts";
import { type Outcome, useCall } from "../../shell/useCall.ts";
import { type SettingSection, sectionsOf } from "./settingFields.ts";

export interface LoadedSettings {
  readonly sections: readonly SettingSection[];
  readonly settings: Settings;
  /** Saves one setting; null takes it out of the file, so that its default holds. The caller shows an error beside the field. */
  readonly save: (path: string, value: unknown) => Promise<Outcome<Settings>>;
}

export type SettingsState =
  | { readonly kind: "loading" }
  | { readonly kind: "failed"; readonly error: AppError; readonly retry: () => void }
  | ({ readonly kind: "loaded" } & LoadedSettings);

/** The configuration, which other windows and editors change while it is looked at, and its schema. */
export function useSettings(): SettingsState {
  const { connection, keepAppearance, settings } = useShell();
  const call = useCall();
  const t = useText();
  const current = useStore(settings);
  const [sections, setSections] = useState<readonly SettingSection[] | null>(null);
  const [error, setError] = useState<AppError | null>(null);

  const load = useCallback(async () => {
    const schema = await call("settings.schema", (client, signal) => client.settings.schema(undefined, { signal }), {
      label: t("settings.load"),
      isQuiet: true,
    });
    if (schema.kind === "done") setSections(sectionsOf(schema.value));
    setError(schema.kind === "failed" ? schema.error : null);
  }, [call, t]);

  // Anew after every reconnection: a newer version may be there.
  useEffect(() => {
    const live = connection.onLive(() => void load());
    return () => live[Symbol.dispose]();
  }, [connection, load]);

  const save = useCallback(
    async (path: string, value: unknown) => {
      const outcome = await call(
        `settings.update:${path}`,
        (client, signal) => client.settings.update({ changes: { [path]: value } }, { signal }),
        {
          label: t("settings.save"),
          isQuiet: true,
        },
      );
      if (outcome.kind === "done") {
        settings.setState(outcome.value, true);
        keepAppearance.told(appearanceFromSettings(outcome.value.values));
      }
      return outcome;
    },
    [call, settings, keepAppearance, t],
  );

  if (sections && current) return { kind: "loaded", sections, settings: current, save };
  return error ? { kind: "failed", error, retry: () => void load() } : { kind: "loading" };
}
