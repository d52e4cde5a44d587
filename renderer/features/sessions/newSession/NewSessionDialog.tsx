import { RefreshCw } from "lucide-react";
import { useState } from "react";
import { useText } from "../../../i18n/useText.ts";
import { Button } from "../../../ui/Button.tsx";
import { Dialog } from "../../../ui/Dialog.tsx";
import { IconButton } from "../../../ui/IconButton.tsx";
import { Spinner } from "../../../ui/Spinner.tsx";
import { TextArea } from "../../../ui/TextArea.tsx";
import { TextField } from "../../../ui/TextField.tsx";
import { useLoadTools } from "../useLoadTools.ts";
import { useSessions, useTool } from "../useSessions.ts";
import { parseArguments } from "./argumentLine.ts";
import { FolderField } from "./FolderField.tsx";
import { ToolGrid } from "./ToolGrid.tsx";
import { isInstalled } from "./toolOrder.ts";
import { useNewSession } from "./useNewSession.ts";

/** Starts a tool: which one, where, with what. */
export function NewSessionDialog({
  firstTool,
  onClose,
}: {
  readonly firstTool: string | null;
  readonly onClose: () => void;
}) {
  const t = useText();
  const tools = useSessions((state) => state.tools);
  const loadTools = useLoadTools();
  const { draft, errors, isBusy, change, chooseTool, start } = useNewSession(firstTool, onClose);
  const tool = useTool(draft.tool ?? "");
  const [isMoreShown, setMoreShown] = useState(false);
  const isMore = isMoreShown || errors.environment !== undefined || errors.name !== undefined;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("sessions.new")}
      closeLabel={t("app.close")}
      footer={
        <>
          {errors.form !== undefined && (
            <p role="alert" className="flex-1 self-center text-12 text-danger">
              {errors.form}
            </p>
          )}
          <Button onClick={onClose}>{t("app.cancel")}</Button>
          <Button
            look="primary"
            isBusy={isBusy}
            disabled={tool === undefined || !isInstalled(tool)}
            onClick={() => void start()}
          >
            {tool ? t("sessions.startTool", { tool: tool.name }) : t("sessions.start")}
          </Button>
        </>
      }
    >
      <form
        className="flex flex-col gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void start();
        }}
      >
        <div className="relative">
          {tools ? (
            <ToolGrid tools={tools} chosen={draft.tool} onChoose={chooseTool} error={errors.tool} />
          ) : (
            <LoadingTools />
          )}
          <IconButton
            icon={RefreshCw}
            label={t("sessions.refreshTools")}
            className="absolute -top-1 right-0 max-wide:-top-3 max-wide:-right-3"
            onClick={() => void loadTools(true)}
          />
        </div>
        <FolderField value={draft.folder} onChange={(folder) => change({ folder })} error={errors.folder} />
        <div className="flex flex-col gap-1.5">
          <TextField
            label={t("sessions.arguments")}
            isMono
            placeholder={t("sessions.argumentsPlaceholder")}
            value={draft.line}
            onChange={(line) => change({ line })}
            error={errors.line}
          />
          <Command command={tool?.command ?? ""} fixed={tool?.arguments ?? []} line={draft.line} />
        </div>
        {isMore ? (
          <>
            <TextField
              label={t("sessions.name")}
              placeholder={t("sessions.namePlaceholder")}
              value={draft.name}
              onChange={(name) => change({ name })}
              maxLength={120}
              error={errors.name}
            />
            <TextArea
              label={t("sessions.environment")}
              isMono
              rows={3}
              placeholder="NAME=value"
              value={draft.environment}
              onChange={(environment) => change({ environment })}
              error={errors.environment}
              hint={t("sessions.environmentHint")}
            />
          </>
        ) : (
          <Button size="small" look="ghost" className="-ml-2 self-start text-muted" onClick={() => setMoreShown(true)}>
            {t("sessions.moreOptions")}
          </Button>
        )}
        {/* Enter in a field submits the form only if it has a submit button. */}
        <button type="submit" className="hidden" tabIndex={-1} aria-hidden="true" />
      </form>
    </Dialog>
  );
}

function LoadingTools() {
  const t = useText();
  return (
    <p className="flex items-center gap-2 py-3 text-13 text-muted">
      <Spinner /> {t("sessions.loadingTools")}
    </p>
  );
}

/** The program and each argument in a box of its own: what will be run, with nothing left to guess. */
function Command({
  command,
  fixed,
  line,
}: {
  readonly command: string;
  readonly fixed: readonly string[];
  readonly line: string;
}) {
  const t = useText();
  const parsed = parseArguments(line);
  if (command === "" || parsed.kind === "incomplete") return null;
  return (
    <p className="flex flex-wrap items-center gap-1 text-12 text-muted">
      <span>{t("sessions.willRun")}</span>
      {[command, ...fixed, ...parsed.arguments].map((word, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: an argument is its place
        <code key={index} className="mono max-w-full truncate rounded bg-selected px-1 text-text">
          {word === "" ? "\u2423" : word}
        </code>
      ))}
    </p>
  );
}
