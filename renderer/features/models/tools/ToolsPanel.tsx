import { Pencil, Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import type { McpServer } from "#shared/configuration/chatSettings.ts";
import type { McpServerState } from "#shared/contract/chat.ts";
import { formatTime } from "../../../i18n/format.ts";
import { useLanguage, useText } from "../../../i18n/useText.ts";
import { Button } from "../../../ui/Button.tsx";
import { ConfirmDialog } from "../../../ui/ConfirmDialog.tsx";
import { IconButton } from "../../../ui/IconButton.tsx";
import { StatusDot, type StatusShape } from "../../../ui/StatusDot.tsx";
import { Switch } from "../../../ui/Switch.tsx";
import { FixedNote } from "../FixedNote.tsx";
import { useFollowed } from "../useFollowed.ts";
import type { ModelSettings } from "../useModelSettings.ts";
import { ServerDialog } from "./ServerDialog.tsx";
import { ToolPermissions } from "./ToolPermissions.tsx";

/** The MCP servers, live, and what each tool may do without asking. */
export function ToolsPanel({ settings }: { readonly settings: ModelSettings }) {
  const t = useText();
  const { value: states } = useFollowed((client, signal) => client.chat.servers(undefined, { signal }));
  const [editing, setEditing] = useState<{ readonly server: McpServer | null } | null>(null);
  const [removing, setRemoving] = useState<McpServer | null>(null);
  const { servers } = settings.configuration;
  const source = settings.fixedBy("chat.mcpServers");
  const isFixed = source !== null;
  const saveServers = (next: readonly McpServer[]): void => void settings.save({ "chat.mcpServers": next });
  return (
    <div className="flex max-w-[800px] flex-col gap-8 px-4 py-4">
      <section aria-labelledby="tools-servers">
        <div className="flex flex-wrap items-center justify-between gap-2">
          <h2 id="tools-servers" className="font-semibold">
            {t("models.servers")}
          </h2>
          <Button look="primary" disabled={isFixed} onClick={() => setEditing({ server: null })}>
            <Plus size={14} aria-hidden />
            {t("models.addServer")}
          </Button>
        </div>
        <p className="mt-1 mb-3 text-muted">{t("models.serversBody")}</p>
        <FixedNote source={source} />
        {servers.length > 0 && (
          <ul className="rounded border border-line">
            {servers.map((server) => (
              <ServerRow
                key={server.key}
                server={server}
                state={states?.find(({ key }) => key === server.key)?.state}
                isFixed={isFixed}
                onEnabled={(isEnabled) =>
                  saveServers(servers.map((other) => (other.key === server.key ? { ...server, isEnabled } : other)))
                }
                onEdit={() => setEditing({ server })}
                onRemove={() => setRemoving(server)}
              />
            ))}
          </ul>
        )}
      </section>
      <ToolPermissions settings={settings} servers={states} />
      {editing && <ServerDialog server={editing.server} settings={settings} onClose={() => setEditing(null)} />}
      <ConfirmDialog
        isOpen={removing !== null}
        onClose={() => setRemoving(null)}
        onConfirm={() => {
          saveServers(servers.filter(({ key }) => key !== removing?.key));
          setRemoving(null);
        }}
        title={t("models.removeTitle", { name: removing?.name ?? "" })}
        body={t("models.removeServerBody")}
        confirmLabel={t("models.remove")}
        cancelLabel={t("app.cancel")}
        isDangerous
      />
    </div>
  );
}

interface ServerRowProps {
  readonly server: McpServer;
  readonly state: McpServerState["state"] | undefined;
  readonly isFixed: boolean;
  readonly onEnabled: (isEnabled: boolean) => void;
  readonly onEdit: () => void;
  readonly onRemove: () => void;
}

const shapes: Readonly<Record<McpServerState["state"]["kind"], StatusShape>> = {
  off: "idle",
  starting: "starting",
  ready: "running",
  failed: "failed",
};

function ServerRow({ server, state, isFixed, onEnabled, onEdit, onRemove }: ServerRowProps) {
  const t = useText();
  const stateText = useStateText(state);
  return (
    <li className="flex items-center gap-1 border-b border-line py-2 pr-2 pl-3 last:border-b-0">
      <div className="min-w-0 flex-1">
        <p className="truncate font-medium">{server.name}</p>
        <p className="mono truncate text-12 text-muted">
          {server.kind === "stdio" ? [server.command, ...server.arguments].join(" ") : server.url}
        </p>
        {state && (
          <p role="status" className="text-12 break-words text-muted">
            <StatusDot shape={shapes[state.kind]} label={stateText} />
          </p>
        )}
      </div>
      <Switch
        label={t("models.serverOn", { name: server.name })}
        isLabelHidden
        isOn={server.isEnabled}
        disabled={isFixed}
        onChange={onEnabled}
      />
      <IconButton icon={Pencil} label={t("models.editOf", { name: server.name })} disabled={isFixed} onClick={onEdit} />
      <IconButton
        icon={Trash2}
        label={t("models.removeOf", { name: server.name })}
        disabled={isFixed}
        onClick={onRemove}
      />
    </li>
  );
}

function useStateText(state: McpServerState["state"] | undefined): string {
  const t = useText();
  const language = useLanguage();
  switch (state?.kind) {
    case undefined:
      return "";
    case "off":
      return t("models.serverOff");
    case "starting":
      return t("models.serverStarting");
    case "ready":
      return [t("models.serverReady", { count: state.tools }), ...(state.version === null ? [] : [state.version])].join(
        " · ",
      );
    case "failed":
      return state.nextAt === null
        ? t("models.serverFailed", { reason: state.reason })
        : t("models.serverFailedNext", { reason: state.reason, time: formatTime(state.nextAt, language) });
  }
}
