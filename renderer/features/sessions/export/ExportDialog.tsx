import { useEffect, useRef, useState } from "react";
import type { ExportFormat } from "#shared/contract/history.ts";
import type { Session } from "#shared/contract/sessions.ts";
import { toAppError } from "../../../connection/callOutcome.ts";
import { isAbort } from "../../../connection/isRetryable.ts";
import { formatBytes } from "../../../i18n/format.ts";
import { useLanguage, useText } from "../../../i18n/useText.ts";
import { describeError } from "../../../shell/describeError.ts";
import { useShell } from "../../../shell/shell.ts";
import { Button } from "../../../ui/Button.tsx";
import { Dialog } from "../../../ui/Dialog.tsx";
import { Progress } from "../../../ui/Progress.tsx";
import { Select } from "../../../ui/Select.tsx";
import { download, exportPages } from "./exportPages.ts";

type ExportState =
  | { readonly kind: "asking" }
  | { readonly kind: "running"; readonly done: number }
  | { readonly kind: "failed"; readonly message: string };

/** Saves a session's history as a file, with progress; closing the dialog cancels. */
export function ExportDialog({ session, onClose }: { readonly session: Session; readonly onClose: () => void }) {
  const t = useText();
  const language = useLanguage();
  const { connection, toasts } = useShell();
  const [format, setFormat] = useState<ExportFormat>("text");
  const [state, setState] = useState<ExportState>({ kind: "asking" });
  const abort = useRef<AbortController | null>(null);
  useEffect(() => () => abort.current?.abort(new DOMException("Cancelled", "AbortError")), []);

  const run = async (): Promise<void> => {
    const controller = new AbortController();
    abort.current = controller;
    setState({ kind: "running", done: 0 });
    try {
      const { id, firstOffset, endOffset } = session;
      const file = await exportPages(
        { format, firstOffset, endOffset },
        (cursor) =>
          connection.call(
            `export:${id}:${format}:${cursor}`,
            (client, signal) =>
              client.history.export({ id, format, cursor }, { signal: AbortSignal.any([signal, controller.signal]) }),
            {},
          ),
        (done) => setState({ kind: "running", done }),
        controller.signal,
      );
      download(file, format);
      toasts.show({ tone: "success", title: t("sessions.exported", { file: file.fileName }) });
      onClose();
    } catch (thrown) {
      if (controller.signal.aborted || isAbort(thrown)) setState({ kind: "asking" });
      else setState({ kind: "failed", message: describeError(toAppError(thrown), language) });
    }
  };
  const isRunning = state.kind === "running";
  const options = [
    { value: "text", label: t("sessions.exportText"), hint: t("sessions.exportTextHint") },
    { value: "ansi", label: t("sessions.exportAnsi"), hint: t("sessions.exportAnsiHint") },
    { value: "asciicast", label: t("sessions.exportCast"), hint: t("sessions.exportCastHint") },
  ] as const;
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("sessions.exportTitle", { name: session.name })}
      description={t("sessions.exportSize", { size: formatBytes(session.endOffset - session.firstOffset, language) })}
      closeLabel={t("app.close")}
      size="small"
      footer={
        <>
          <Button
            onClick={isRunning ? () => abort.current?.abort(new DOMException("Cancelled", "AbortError")) : onClose}
          >
            {t("app.cancel")}
          </Button>
          <Button look="primary" isBusy={isRunning} onClick={() => void run()}>
            {t("sessions.exportSave")}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-3">
        <Select
          label={t("sessions.exportFormat")}
          value={format}
          options={options}
          onChange={setFormat}
          disabled={isRunning}
          hint={options.find(({ value }) => value === format)?.hint}
        />
        {state.kind === "running" && (
          <div className="flex flex-col gap-1">
            <Progress value={state.done} label={t("sessions.exporting")} />
            <p className="figures text-12 text-muted">
              {t("sessions.exportProgress", { percent: Math.round(state.done * 100) })}
            </p>
          </div>
        )}
        {state.kind === "failed" && (
          <p role="alert" className="text-13 text-danger">
            {state.message}
          </p>
        )}
      </div>
    </Dialog>
  );
}
