import { useCallback } from "react";
import { useText } from "../i18n/useText.ts";
import type { Appearance } from "./appearance.ts";
import { useMay, useShell } from "./shell.ts";
import { useCall } from "./useCall.ts";

/** Changes how things look: here at once, and in the configuration if the caller may. */
export function useSetAppearance(): (changes: Partial<Appearance>) => Promise<void> {
  const { keepAppearance } = useShell();
  const mayKeep = useMay("admin");
  const call = useCall();
  const t = useText();
  const save = useCallback(
    async (changes: Partial<Appearance>) => {
      const paths = Object.fromEntries(Object.entries(changes).map(([key, value]) => [`appearance.${key}`, value]));
      const outcome = await call(
        `appearance:${Object.keys(changes).join()}`,
        (client, signal) => client.settings.update({ changes: paths }, { signal }),
        { label: t("app.changeAppearance") },
      );
      return outcome.kind === "done";
    },
    [call, t],
  );
  return useCallback(
    (changes) => keepAppearance.change(changes, mayKeep ? save : null),
    [keepAppearance, mayKeep, save],
  );
}
