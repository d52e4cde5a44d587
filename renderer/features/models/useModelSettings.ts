import { useCallback, useMemo } from "react";
import { useStore } from "zustand";
import type { Settings } from "#shared/contract/settings.ts";
import { useText } from "../../i18n/useText.ts";
import { useShell } from "../../shell/shell.ts";
import { type Outcome, useCall } from "../../shell/useCall.ts";
import { fixedBy, type ModelConfiguration, type ModelSettingPath, modelConfigurationOf } from "./modelConfiguration.ts";

export type ModelChanges = Partial<Record<ModelSettingPath, unknown>>;

/** Saves settings, all or none. The person is told of an error unless the caller shows it beside the fields. */
export type SaveModels = (changes: ModelChanges, options?: { readonly isQuiet: boolean }) => Promise<Outcome<Settings>>;

export interface ModelSettings {
  readonly configuration: ModelConfiguration;
  readonly save: SaveModels;
  /** Where a setting is fixed, if it cannot be changed here. */
  readonly fixedBy: (path: ModelSettingPath) => "environment" | "command-line" | null;
}

/** The configuration of models, live; null until the server has said it. */
export function useModelSettings(): ModelSettings | null {
  const { settings } = useShell();
  const call = useCall();
  const t = useText();
  const current = useStore(settings);
  const save = useCallback<SaveModels>(
    async (changes, { isQuiet } = { isQuiet: false }) => {
      const outcome = await call(
        `settings.update:${Object.keys(changes).join(",")}`,
        (client, signal) => client.settings.update({ changes }, { signal }),
        { label: t("models.saving"), isQuiet },
      );
      if (outcome.kind === "done") settings.setState(outcome.value, true);
      return outcome;
    },
    [call, settings, t],
  );
  return useMemo(
    () =>
      current && {
        configuration: modelConfigurationOf(current),
        save,
        fixedBy: (path: ModelSettingPath) => fixedBy(current, path),
      },
    [current, save],
  );
}
