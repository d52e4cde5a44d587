import { useCallback } from "react";
import { useText } from "../i18n/useText.ts";
import type { Appearance } from "./appearance.ts";
import { useMay, useShell } from "./shell.ts";
import { useCall } from "./useCall.ts";

/**
 * Changes how things look: here at once, and in the configuration if the caller may. A change the server refused is taken back,
 * unless it was changed again meanwhile.
 */
export function useSetAppearance(): (changes: Partial<Appearance>) => Promise<void> {
  const { appearance } = useShell();
  const mayKeep = useMay("admin");
  const call = useCall();
  const t = useText();
  return useCallback(
    async (changes) => {
      const before = appearance.getState();
      appearance.setState(changes);
      if (!mayKeep) return;
      const paths = Object.fromEntries(Object.entries(changes).map(([key, value]) => [`appearance.${key}`, value]));
      const outcome = await call(
        `appearance:${Object.keys(changes).join()}`,
        (client, signal) => client.settings.update({ changes: paths }, { signal }),
        { label: t("app.changeAppearance") },
      );
      const isUntouched = Object.entries(changes).every(
        ([key, value]) => Reflect.get(appearance.getState(), key) === value,
      );
      if (outcome.kind === "failed" && isUntouched) appearance.setState(before, true);
    },
    [appearance, mayKeep, call, t],
  );
}
