import { useState } from "react";
import type { Session } from "#shared/contract/sessions.ts";
import { useText } from "../../i18n/useText.ts";
import { Button } from "../../ui/Button.tsx";
import { ConfirmDialog } from "../../ui/ConfirmDialog.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { ExportDialog } from "./export/ExportDialog.tsx";
import { NewSessionDialog } from "./newSession/NewSessionDialog.tsx";
import { RestartInterruptedDialog } from "./RestartInterruptedDialog.tsx";
import { SearchDialog } from "./search/SearchDialog.tsx";
import { useSessionActions } from "./useSessionActions.ts";
import { useSessions, useSessionsModel } from "./useSessions.ts";

/** The dialog that is open, if one is. */
export function SessionDialogs() {
  const model = useSessionsModel();
  const dialog = useSessions((state) => state.dialog);
  const session = useSessions((state) =>
    "session" in state.dialog && state.dialog.session !== null
      ? state.sessions.byId.get(state.dialog.session)
      : undefined,
  );
  const close = (): void => model.setDialog({ kind: "none" });
  if (dialog.kind === "none") return null;
  if (dialog.kind === "new") return <NewSessionDialog firstTool={dialog.tool} onClose={close} />;
  if (dialog.kind === "restartInterrupted") return <RestartInterruptedDialog onClose={close} />;
  if (dialog.kind === "search") {
    return <SearchDialog session={dialog.session} onClose={close} />;
  }
  // Deleted elsewhere while the dialog was open: there is nothing left to ask about.
  if (!session) return null;
  if (dialog.kind === "rename") return <RenameDialog session={session} onClose={close} />;
  if (dialog.kind === "export") return <ExportDialog session={session} onClose={close} />;
  return <ConfirmSession session={session} kind={dialog.kind} onClose={close} />;
}

function RenameDialog({ session, onClose }: { readonly session: Session; readonly onClose: () => void }) {
  const t = useText();
  const actions = useSessionActions();
  const [name, setName] = useState(session.name);
  const [isBusy, setBusy] = useState(false);
  const isValid = name.trim().length > 0 && name.trim().length <= 120;
  const save = async (): Promise<void> => {
    if (!isValid) return;
    setBusy(true);
    const outcome = await actions.rename(session, name.trim());
    setBusy(false);
    if (outcome.kind === "done") onClose();
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("sessions.renameTitle")}
      closeLabel={t("app.close")}
      size="small"
      footer={
        <>
          <Button onClick={onClose}>{t("app.cancel")}</Button>
          <Button look="primary" isBusy={isBusy} disabled={!isValid} onClick={() => void save()}>
            {t("sessions.rename")}
          </Button>
        </>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        <TextField
          label={t("sessions.name")}
          value={name}
          onChange={setName}
          maxLength={120}
          onFocus={(event) => event.currentTarget.select()}
        />
      </form>
    </Dialog>
  );
}

function ConfirmSession({
  session,
  kind,
  onClose,
}: {
  readonly session: Session;
  readonly kind: "stop" | "delete";
  readonly onClose: () => void;
}) {
  const t = useText();
  const actions = useSessionActions();
  const isDelete = kind === "delete";
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      onConfirm={() => void (isDelete ? actions.remove(session) : actions.stop(session))}
      title={
        isDelete ? t("sessions.deleteTitle", { name: session.name }) : t("sessions.stopTitle", { name: session.name })
      }
      body={isDelete ? t("sessions.deleteBody") : t("sessions.stopBody")}
      confirmLabel={isDelete ? t("sessions.delete") : t("sessions.stop")}
      cancelLabel={t("app.cancel")}
      isDangerous
    />
  );
}
