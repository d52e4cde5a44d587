import { useState } from "react";
import type { PairingRequest } from "#shared/contract/phones.ts";
import { useSecondsUntil } from "../../app/useSecondsUntil.ts";
import { useText } from "../../i18n/useText.ts";
import { FourWords } from "../../pairing/FourWords.tsx";
import { formatLeft } from "../../pairing/formatLeft.ts";
import { useShell } from "../../shell/shell.ts";
import { useCall } from "../../shell/useCall.ts";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { PermissionChoice } from "./PermissionChoice.tsx";
import { usePhonesModel } from "./usePhones.ts";

/** A phone waits: its words, what it is to be called and may do, and the decision. Closing without one rejects it. */
export function RequestDialog({ request }: { readonly request: PairingRequest }) {
  const t = useText();
  const call = useCall();
  const { toasts } = useShell();
  const model = usePhonesModel();
  const [name, setName] = useState(request.name);
  const [permissions, setPermissions] = useState(() => model.store.getState().chosen ?? request.scopes);
  const [deciding, setDeciding] = useState<"confirm" | "reject" | null>(null);
  const seconds = useSecondsUntil(request.expiresAt) ?? 0;
  const { id } = request;

  const confirm = async (): Promise<void> => {
    setDeciding("confirm");
    const answer = { id, name: name.trim(), scopes: [...permissions] };
    const outcome = await call(`phones.confirm:${id}`, (client, signal) => client.phones.confirm(answer, { signal }), {
      label: t("phones.confirming"),
    });
    setDeciding(null);
    if (outcome.kind !== "done") return;
    model.setPairing(false);
    toasts.show({ tone: "success", title: t("phones.pairedDone", { name: outcome.value.name }) });
  };
  const reject = async (): Promise<void> => {
    setDeciding("reject");
    // The next code is made when somebody asks for it: this one went to the wrong phone.
    model.setPairing(false);
    await call(`phones.reject:${id}`, (client, signal) => client.phones.reject({ id }, { signal }), {
      label: t("phones.rejecting"),
    });
    setDeciding(null);
  };

  return (
    <Dialog
      isOpen
      onClose={() => void reject()}
      title={t("phones.requestTitle")}
      description={t("phones.requestBody", { name: request.name })}
      closeLabel={t("phones.reject")}
      footer={
        <>
          <Button isBusy={deciding === "reject"} disabled={deciding !== null} onClick={() => void reject()}>
            {t("phones.reject")}
          </Button>
          <Button
            look="primary"
            isBusy={deciding === "confirm"}
            disabled={deciding !== null || name.trim() === ""}
            onClick={() => void confirm()}
          >
            {t("phones.confirm")}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-5">
        <div>
          <FourWords words={request.words} />
          <p className="mt-2 flex justify-between gap-3 text-12 text-muted">
            <span className="min-w-0 truncate">
              {t("phones.requestFrom", { label: request.label, address: request.address })}
            </span>
            <span className="figures shrink-0">{t("phones.timeLeft", { time: formatLeft(seconds) })}</span>
          </p>
        </div>
        <TextField
          label={t("phones.name")}
          value={name}
          onChange={setName}
          maxLength={80}
          error={name.trim() === "" ? t("phones.nameMissing") : undefined}
        />
        <PermissionChoice chosen={permissions} onChange={setPermissions} />
      </div>
    </Dialog>
  );
}
