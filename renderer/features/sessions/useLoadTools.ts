import { useCallback } from "react";
import { useText } from "../../i18n/useText.ts";
import { useCall } from "../../shell/useCall.ts";
import { useSessionsModel } from "./useSessions.ts";

/** Loads the tool catalogue into the store; `true` looks for the tools on the machine again. */
export function useLoadTools(): (refresh: boolean) => Promise<void> {
  const call = useCall();
  const t = useText();
  const model = useSessionsModel();
  return useCallback(
    async (refresh) => {
      const outcome = await call(
        `tools:list:${refresh}`,
        (client, signal) => client.tools.list({ refresh }, { signal }),
        { label: t("sessions.loadingTools") },
      );
      if (outcome.kind === "done") model.store.setState({ tools: outcome.value });
    },
    [call, t, model],
  );
}
