import { useEffect, useState } from "react";
import type { ToolPermission } from "#shared/configuration/chatSettings.ts";
import type { ChatTool, McpServerState } from "#shared/contract/chat.ts";
import type { Translate } from "../../../i18n/texts.ts";
import { useText } from "../../../i18n/useText.ts";
import { useShell } from "../../../shell/shell.ts";
import { useCall } from "../../../shell/useCall.ts";
import { Select } from "../../../ui/Select.tsx";
import { FixedNote } from "../FixedNote.tsx";
import type { ModelSettings } from "../useModelSettings.ts";

export interface ToolPermissionsProps {
  readonly settings: ModelSettings;
  /** The tools are asked for anew when these change. */
  readonly servers: readonly McpServerState[] | null;
}

const permissions: readonly ToolPermission[] = ["ask", "allow", "deny"];

/** Every tool that models may use, by server, and whether it asks, runs or never does. */
export function ToolPermissions({ settings, servers }: ToolPermissionsProps) {
  const t = useText();
  const tools = useTools(servers, settings.configuration.toolPermissions);
  const source = settings.fixedBy("chat.toolPermissions");
  const choose = (tool: ChatTool, chosen: ToolPermission | "default"): void => {
    const { [tool.name]: _, ...others } = settings.configuration.toolPermissions;
    void settings.save({
      "chat.toolPermissions": chosen === "default" ? others : { ...others, [tool.name]: chosen },
    });
  };
  const groups = [...Map.groupBy(tools ?? [], ({ server }) => server.key).values()];
  return (
    <section aria-labelledby="tools-permissions">
      <h2 id="tools-permissions" className="font-semibold">
        {t("models.toolPermissions")}
      </h2>
      <p className="mt-1 mb-3 text-muted">{t("models.toolPermissionsBody")}</p>
      <FixedNote source={source} />
      {tools?.length === 0 && <p className="text-muted">{t("models.noTools")}</p>}
      <div className="flex flex-col gap-4">
        {groups.map((group) => (
          <div key={group[0]?.server.key}>
            <h3 className="mb-1 text-12 font-medium text-muted">{group[0]?.server.name}</h3>
            <ul className="rounded border border-line">
              {group.map((tool) => (
                <li key={tool.name} className="flex items-center gap-3 border-b border-line px-3 py-2 last:border-b-0">
                  <div className="min-w-0 flex-1">
                    <p className="mono truncate text-12 font-medium">{tool.name}</p>
                    <p className="line-clamp-2 text-12 text-muted" title={tool.description}>
                      {tool.description}
                    </p>
                  </div>
                  <div className="w-40 shrink-0 max-wide:w-40">
                    <Select
                      label={t("models.permissionOf", { name: tool.name })}
                      isLabelHidden
                      disabled={source !== null}
                      value={tool.isSet ? tool.permission : "default"}
                      options={[
                        {
                          value: "default",
                          label: tool.isSet
                            ? t("models.permissionDefault")
                            : t("models.permissionByDefault", { permission: permissionTitle(t, tool.permission) }),
                        },
                        ...permissions.map((value) => ({ value, label: permissionTitle(t, value) })),
                      ]}
                      onChange={(chosen) => choose(tool, chosen)}
                    />
                  </div>
                </li>
              ))}
            </ul>
          </div>
        ))}
      </div>
    </section>
  );
}

function permissionTitle(t: Translate, permission: ToolPermission): string {
  switch (permission) {
    case "ask":
      return t("models.permissionAsk");
    case "allow":
      return t("models.permissionAllow");
    case "deny":
      return t("models.permissionDeny");
  }
}

/** The tools, asked for again whenever a server or a permission changes. */
function useTools(servers: readonly McpServerState[] | null, chosen: object): readonly ChatTool[] | null {
  const { connection } = useShell();
  const call = useCall();
  const t = useText();
  const [tools, setTools] = useState<readonly ChatTool[] | null>(null);
  const reason = JSON.stringify([servers, chosen]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked anew for this reason
  useEffect(() => {
    const live = connection.onLive(() => {
      void call("chat.tools", (client, signal) => client.chat.tools(undefined, { signal }), {
        label: t("models.loadTools"),
      }).then((outcome) => outcome.kind === "done" && setTools(outcome.value));
    });
    return () => live[Symbol.dispose]();
  }, [connection, call, t, reason]);
  return tools;
}
