import { useCallback, useState } from "react";
import { useStore } from "zustand";
import type { Settings } from "#shared/contract/settings.ts";
import { useText } from "../../i18n/useText.ts";
import { useShell } from "../../shell/shell.ts";
import { useCall } from "../../shell/useCall.ts";

export interface RelaySwitch {
  /** Null until the settings are known. */
  readonly isOn: boolean | null;
  readonly isBusy: boolean;
  readonly turn: (isOn: boolean) => Promise<void>;
}

/** The setting `relay.enabled`: the listener opens and closes with it. */
export function useRelaySwitch(): RelaySwitch {
  const { settings } = useShell();
  const call = useCall();
  const t = useText();
  const isOn = useStore(settings, relayEnabled);
  const [isBusy, setBusy] = useState(false);
  const turn = useCallback(
    async (enabled: boolean) => {
      setBusy(true);
      const outcome = await call(
        "settings.update:relay.enabled",
        (client, signal) => client.settings.update({ changes: { "relay.enabled": enabled } }, { signal }),
        { label: t("phones.switching") },
      );
      setBusy(false);
      if (outcome.kind === "done") settings.setState(outcome.value, true);
    },
    [call, settings, t],
  );
  return { isOn, isBusy, turn };
}

function relayEnabled(settings: Settings | null): boolean | null {
  const isOn = settings?.values["relay.enabled"];
  return typeof isOn === "boolean" ? isOn : null;
}
