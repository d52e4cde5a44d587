import { useCallback, useEffect, useState } from "react";
import type { SecretInfo } from "#shared/contract/secrets.ts";
import { useText } from "../../../i18n/useText.ts";
import { useShell } from "../../../shell/shell.ts";
import { type Outcome, useCall } from "../../../shell/useCall.ts";

export interface Secrets {
  /** Names and places; null until the server has said. */
  readonly known: readonly SecretInfo[] | null;
  /** Stores a value under a name, in place of an earlier one. The caller shows an error. */
  readonly store: (name: string, value: string) => Promise<Outcome<SecretInfo>>;
}

/** The secrets one has, by name: their values never come here. */
export function useSecrets(): Secrets {
  const { connection } = useShell();
  const call = useCall();
  const t = useText();
  const [known, setKnown] = useState<readonly SecretInfo[] | null>(null);
  const load = useCallback(async () => {
    const outcome = await call("secrets.list", (client, signal) => client.secrets.list(undefined, { signal }), {
      label: t("models.secretsLoad"),
    });
    if (outcome.kind === "done") setKnown(outcome.value);
  }, [call, t]);
  useEffect(() => {
    const live = connection.onLive(() => void load());
    return () => live[Symbol.dispose]();
  }, [connection, load]);
  const store = useCallback<Secrets["store"]>(
    async (name, value) => {
      const outcome = await call(
        `secrets.set:${name}`,
        (client, signal) => client.secrets.set({ name, value }, { signal }),
        { label: t("models.secretStoring"), isQuiet: true },
      );
      if (outcome.kind === "done") await load();
      return outcome;
    },
    [call, load, t],
  );
  return { known, store };
}
