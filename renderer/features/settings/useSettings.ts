import { useCallback, useEffect, useState } from "react";
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

type Content = { readonly sections: readonly SettingSection[]; readonly settings: Settings };

/** The configuration and its schema; loaded anew after every reconnection, because a file can be edited meanwhile. */
export function useSettings(): SettingsState {
  const { connection, appearance } = useShell();
  const call = useCall();
  const t = useText();
  const [content, setContent] = useState<Content | null>(null);
  const [error, setError] = useState<AppError | null>(null);

  const load = useCallback(async () => {
    const label = t("settings.load");
    const [schema, settings] = await Promise.all([
      call("settings.schema", (client, signal) => client.settings.schema(undefined, { signal }), {
        label,
        isQuiet: true,
      }),
      call("settings.get", (client, signal) => client.settings.get(undefined, { signal }), { label, isQuiet: true }),
    ]);
    if (schema.kind === "done" && settings.kind === "done")
      setContent({ sections: sectionsOf(schema.value), settings: settings.value });
    const failed = [schema, settings].find((outcome) => outcome.kind === "failed");
    setError(failed ? failed.error : null);
  }, [call, t]);

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
        setContent((before) => (before ? { ...before, settings: outcome.value } : before));
        appearance.setState(appearanceFromSettings(outcome.value.values), true);
      }
      return outcome;
    },
    [call, appearance, t],
  );

  if (content) return { kind: "loaded", ...content, save };
  return error ? { kind: "failed", error, retry: () => void load() } : { kind: "loading" };
}
