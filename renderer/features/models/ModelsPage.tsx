import { useText } from "../../i18n/useText.ts";
import type { PageProps } from "../../shell/feature.ts";
import { useShell } from "../../shell/shell.ts";
import { PageHeader } from "../../ui/PageHeader.tsx";
import { Spinner } from "../../ui/Spinner.tsx";
import { Tabs } from "../../ui/Tabs.tsx";
import { ProvidersPanel } from "./providers/ProvidersPanel.tsx";
import { ToolsPanel } from "./tools/ToolsPanel.tsx";
import { UsagePanel } from "./usage/UsagePanel.tsx";
import { useModelSettings } from "./useModelSettings.ts";

const modelsTab = "models";

/** Models, the tools they may use, and what they cost: `#/models`, `#/models/tools`, `#/models/usage`. */
export function ModelsPage({ path }: PageProps) {
  const t = useText();
  const { router } = useShell();
  const settings = useModelSettings();
  const [tab = modelsTab] = path;
  if (settings === null) {
    return (
      <div className="flex flex-1 items-center justify-center text-muted">
        <Spinner label={t("app.loading")} />
      </div>
    );
  }
  const tabs = [
    { id: modelsTab, label: t("models.tabModels"), content: <ProvidersPanel settings={settings} /> },
    { id: "tools", label: t("models.tabTools"), content: <ToolsPanel settings={settings} /> },
    { id: "usage", label: t("models.tabUsage"), content: <UsagePanel settings={settings} /> },
  ].map((one) => ({ ...one, content: <div className="min-h-0 flex-1 overflow-y-auto">{one.content}</div> }));
  return (
    <>
      <PageHeader title={t("models.title")} />
      <Tabs
        label={t("models.title")}
        tabs={tabs}
        value={tabs.some(({ id }) => id === tab) ? tab : modelsTab}
        onChange={(id) => router.navigate(id === modelsTab ? ["models"] : ["models", id])}
      />
    </>
  );
}
