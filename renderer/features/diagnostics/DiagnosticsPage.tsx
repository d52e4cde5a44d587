import { Copy } from "lucide-react";
import { useText } from "../../i18n/useText.ts";
import type { PageProps } from "../../shell/feature.ts";
import { useShell } from "../../shell/shell.ts";
import { useCopy } from "../../shell/useCopy.ts";
import { Button } from "../../ui/Button.tsx";
import { PageHeader } from "../../ui/PageHeader.tsx";
import { Tabs } from "../../ui/Tabs.tsx";
import { ChecksView } from "./ChecksView.tsx";
import { LogView } from "./LogView.tsx";
import { useDiagnostics } from "./useDiagnostics.ts";

/** Checks, the log, and a report to paste into an issue. */
export function DiagnosticsPage({ path }: PageProps) {
  const { router } = useShell();
  const t = useText();
  const copy = useCopy();
  const diagnostics = useDiagnostics();
  const { report } = diagnostics;
  return (
    <div className="flex min-h-0 min-w-0 flex-1 flex-col bg-main">
      <PageHeader title={t("diagnostics.title")}>
        <Button size="small" disabled={report === null} onClick={() => report && void copy(report.text)}>
          <Copy size={14} aria-hidden />
          {t("diagnostics.copy")}
        </Button>
      </PageHeader>
      <Tabs
        label={t("diagnostics.views")}
        value={path[0] === "log" ? "log" : "checks"}
        onChange={(id) => router.navigate(id === "log" ? ["diagnostics", "log"] : ["diagnostics"], { replace: true })}
        tabs={[
          { id: "checks", label: t("diagnostics.checks"), content: <ChecksView diagnostics={diagnostics} /> },
          { id: "log", label: t("diagnostics.log"), content: <LogView /> },
        ]}
      />
    </div>
  );
}
