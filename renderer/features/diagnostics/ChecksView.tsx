import { RefreshCw } from "lucide-react";
import type { Check } from "#shared/contract/system.ts";
import { useLanguage, useText } from "../../i18n/useText.ts";
import { describeError } from "../../shell/describeError.ts";
import { Button } from "../../ui/Button.tsx";
import { StatusDot, type StatusShape } from "../../ui/StatusDot.tsx";
import { WithCode } from "../../ui/WithCode.tsx";
import { NoticeList } from "./NoticeList.tsx";
import type { Diagnostics } from "./useDiagnostics.ts";

const shapes: Readonly<Record<Check["state"], StatusShape>> = {
  ok: "done",
  warning: "warning",
  failed: "failed",
  skipped: "idle",
};

/** What was looked at, what was found, and the exact remedy. Failures first. */
export function ChecksView({
  diagnostics: { report, error, isLoading, reload },
}: {
  readonly diagnostics: Diagnostics;
}) {
  const t = useText();
  const language = useLanguage();
  const order: readonly Check["state"][] = ["failed", "warning", "ok", "skipped"];
  const checks = report?.checks.toSorted((a, b) => order.indexOf(a.state) - order.indexOf(b.state)) ?? [];
  const wrong = checks.filter(({ state }) => state === "failed" || state === "warning").length;
  const summary = (): string => {
    if (isLoading || report === null) return t(isLoading ? "diagnostics.looking" : "diagnostics.notLookedYet");
    return wrong === 0 ? t("diagnostics.allWell") : t("diagnostics.wrong", { count: wrong });
  };
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <section tabIndex={0} aria-label={t("diagnostics.checks")} className="focus-inset min-h-0 flex-1 overflow-y-auto">
      <div className="max-w-[800px] px-4 py-4">
        <NoticeList />
        <div className="mb-3 flex min-h-8 items-center justify-between gap-3">
          <p role="status" className="text-muted">
            {summary()}
          </p>
          <Button size="small" isBusy={isLoading} onClick={reload}>
            {!isLoading && <RefreshCw size={14} aria-hidden />}
            {t("diagnostics.again")}
          </Button>
        </div>
        {error && (
          <p role="alert" className="mb-3 text-danger">
            {describeError(error, language)}
          </p>
        )}
        {checks.length > 0 && (
          <ul className="rounded border border-line">
            {checks.map((check) => (
              <CheckRow key={check.name} check={check} />
            ))}
          </ul>
        )}
      </div>
    </section>
  );
}

function CheckRow({ check: { name, state, detail, remedy } }: { readonly check: Check }) {
  const t = useText();
  const words = {
    ok: t("diagnostics.ok"),
    warning: t("diagnostics.warning"),
    failed: t("diagnostics.failed"),
    skipped: t("diagnostics.skipped"),
  };
  return (
    <li className="flex gap-3 border-b border-line px-3 py-2.5 last:border-b-0">
      <StatusDot shape={shapes[state]} label={words[state]} className="h-5 w-20 shrink-0 text-12 text-muted" />
      <div className="min-w-0 flex-1">
        <p className="font-medium">{name}</p>
        <p className="break-words text-muted">{detail}</p>
        {remedy !== null && (
          <p className="mt-1 break-words">
            <WithCode text={remedy} />
          </p>
        )}
      </div>
    </li>
  );
}
