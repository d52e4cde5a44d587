import { type FormEvent, useState } from "react";
import type { Phone } from "#shared/contract/phones.ts";
import { useText } from "../../i18n/useText.ts";
import { useCall } from "../../shell/useCall.ts";
import { Button } from "../../ui/Button.tsx";
import { Dialog } from "../../ui/Dialog.tsx";
import { TextField } from "../../ui/TextField.tsx";
import { PermissionChoice } from "./PermissionChoice.tsx";

/** Another name or other permissions for a phone, at once. */
export function ChangePhoneDialog({ phone, onClose }: { readonly phone: Phone; readonly onClose: () => void }) {
  const t = useText();
  const call = useCall();
  const [name, setName] = useState(phone.name);
  const [scopes, setScopes] = useState<readonly Phone["scopes"][number][]>(phone.scopes);
  const [isBusy, setBusy] = useState(false);
  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (name.trim() === "") return;
    setBusy(true);
    const change = { id: phone.id, name: name.trim(), scopes: [...scopes] };
    const outcome = await call(
      `phones.update:${phone.id}`,
      (client, signal) => client.phones.update(change, { signal }),
      { label: t("phones.changing") },
    );
    setBusy(false);
    if (outcome.kind === "done") onClose();
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("phones.changeTitle", { name: phone.name })}
      description={t("phones.changeBody")}
      closeLabel={t("app.close")}
      footer={
        <>
          <Button onClick={onClose}>{t("app.cancel")}</Button>
          <Button type="submit" form="phone-form" look="primary" isBusy={isBusy}>
            {t("phones.save")}
          </Button>
        </>
      }
    >
      <form id="phone-form" onSubmit={submit} noValidate className="flex flex-col gap-4">
        <TextField
          label={t("phones.name")}
          value={name}
          onChange={setName}
          maxLength={80}
          error={name.trim() === "" ? t("phones.nameMissing") : undefined}
        />
        <PermissionChoice chosen={scopes} onChange={setScopes} />
      </form>
    </Dialog>
  );
}
