import { useCallback, useEffect, useState } from "react";
import type { Check } from "#shared/contract/system.ts";
import type { AppError } from "#shared/errors/appError.ts";
import { useText } from "../../i18n/useText.ts";
import { useShell } from "../../shell/shell.ts";
import { useCall } from "../../shell/useCall.ts";

export interface Diagnostics {
  readonly report: { readonly text: string; readonly checks: readonly Check[] } | null;
  readonly error: AppError | null;
  readonly isLoading: boolean;
  readonly reload: () => void;
}

/** The checks and the report, made anew when the page opens, after a reconnection and on request. */
export function useDiagnostics(): Diagnostics {
  const { connection } = useShell();
  const call = useCall();
  const t = useText();
  const [report, setReport] = useState<Diagnostics["report"]>(null);
  const [error, setError] = useState<AppError | null>(null);
  const [isLoading, setLoading] = useState(false);

  const load = useCallback(async () => {
    setLoading(true);
    const outcome = await call(
      "system.diagnostics",
      (client, signal) => client.system.diagnostics(undefined, { signal }),
      {
        label: t("diagnostics.load"),
        isQuiet: true,
      },
    );
    setLoading(false);
    if (outcome.kind === "done") setReport(outcome.value);
    setError(outcome.kind === "failed" ? outcome.error : null);
  }, [call, t]);
  useEffect(() => {
    const live = connection.onLive(() => void load());
    return () => live[Symbol.dispose]();
  }, [connection, load]);

  return { report, error, isLoading, reload: () => void load() };
}
