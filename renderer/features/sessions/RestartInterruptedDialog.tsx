import { useState } from "react";
import { useText } from "../../i18n/useText.ts";
import { useMay } from "../../shell/shell.ts";
import { useCall } from "../../shell/useCall.ts";
import { Button } from "../../ui/Button.tsx";
import { Checkbox } from "../../ui/Checkbox.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { shortFolder } from "./sessionStatus.ts";
import { useSessionActions } from "./useSessionActions.ts";
import { useSessions } from "./useSessions.ts";

/** Which of the sessions that were cut off are to run again, each with the settings it had. */
export function RestartInterruptedDialog({ onClose }: { readonly onClose: () => void }) {
  const t = useText();
  const call = useCall();
  const actions = useSessionActions();
  const mayDismiss = useMay("admin");
  const byId = useSessions((state) => state.sessions.byId);
  const [unwanted, setUnwanted] = useState<ReadonlySet<string>>(new Set());
  const [isBusy, setBusy] = useState(false);
  const interrupted = [...byId.values()]
    .filter(({ reason }) => reason === "interrupted")
    .toSorted((a, b) => (b.endedAt ?? 0) - (a.endedAt ?? 0));
  const wanted = interrupted.filter(({ id }) => !unwanted.has(id));

  const choose = (id: string, isWanted: boolean): void => {
    const next = new Set(unwanted);
    if (isWanted) next.delete(id);
    else next.add(id);
    setUnwanted(next);
  };
  const restart = async (): Promise<void> => {
    setBusy(true);
    const outcomes = await Promise.all(wanted.map((session) => actions.restart(session)));
    if (mayDismiss && outcomes.every(({ kind }) => kind === "done"))
      await call(
        "dismiss:sessions-interrupted",
        (client, signal) => client.system.dismissNotice({ code: "sessions-interrupted" }, { signal }),
        { label: t("app.dismissNotice") },
      );
    onClose();
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("sessions.restartInterruptedTitle")}
      description={t("sessions.restartInterruptedBody")}
      closeLabel={t("app.close")}
      size="small"
      footer={
        <>
          <Button onClick={onClose}>{t("app.cancel")}</Button>
          <Button look="primary" isBusy={isBusy} disabled={wanted.length === 0} onClick={() => void restart()}>
            {t("sessions.restartCount", { count: wanted.length })}
          </Button>
        </>
      }
    >
      <ul className="flex flex-col gap-1">
        {interrupted.map(({ id, name, folder }) => (
          <li key={id} className="flex items-center justify-between gap-3">
            <Checkbox label={name} isChecked={!unwanted.has(id)} onChange={(isWanted) => choose(id, isWanted)} />
            <span className="mono truncate text-12 text-muted">{shortFolder(folder)}</span>
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
