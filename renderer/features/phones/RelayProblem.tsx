import { TriangleAlert } from "lucide-react";
import type { RelayStatus } from "#shared/contract/relay.ts";
import { useText } from "../../i18n/useText.ts";
import { fragmentOf } from "../../shell/router.ts";

/** Why the listener did not open, and where to do something about it. */
export function RelayProblem({ status }: { readonly status: Extract<RelayStatus, { kind: "failed" }> }) {
  const t = useText();
  return (
    <div role="alert" className="flex gap-2.5 rounded border border-line bg-danger-soft p-3">
      <TriangleAlert size={16} className="mt-0.5 shrink-0 text-danger" aria-hidden />
      <div className="min-w-0">
        <p className="font-medium">{t("phones.relayFailed")}</p>
        <p className="mt-0.5">{status.userMessage}</p>
        <p className="mono mt-1 text-12 break-words text-muted">{status.reason}</p>
        <p className="mt-1.5 text-12 text-muted">
          {t("phones.relayFailedHint")} <a href={fragmentOf(["settings", "relay"])}>{t("phones.relaySettings")}</a>
        </p>
      </div>
    </div>
  );
}
