import { useCallback, useEffect, useState } from "react";
import type { ModelOffer } from "#shared/contract/models.ts";
import { useText } from "../../../i18n/useText.ts";
import { useShell } from "../../../shell/shell.ts";
import { useCall } from "../../../shell/useCall.ts";

export interface Discovery {
  readonly offers: readonly ModelOffer[];
  readonly isLooking: boolean;
  readonly look: () => void;
}

/** Looks for local servers and installed tools when the page opens, and when asked to. */
export function useDiscovery(): Discovery {
  const { connection } = useShell();
  const call = useCall();
  const t = useText();
  const [offers, setOffers] = useState<readonly ModelOffer[]>([]);
  const [isLooking, setLooking] = useState(true);
  const look = useCallback(async () => {
    setLooking(true);
    const outcome = await call("models.discover", (client, signal) => client.models.discover(undefined, { signal }), {
      label: t("models.looking"),
      isQuiet: true,
    });
    if (outcome.kind === "done") setOffers(outcome.value);
    if (outcome.kind !== "cancelled") setLooking(false);
  }, [call, t]);
  useEffect(() => {
    const live = connection.onLive(() => void look());
    return () => live[Symbol.dispose]();
  }, [connection, look]);
  return { offers, isLooking, look: () => void look() };
}
