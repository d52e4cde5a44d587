import { type FormEvent, useState } from "react";
import { secretName } from "#shared/configuration/secretReference.ts";
import { secretValue } from "#shared/contract/secrets.ts";
import { useLanguage, useText } from "../../../i18n/useText.ts";
import { describeError } from "../../../shell/describeError.ts";
import { useCall } from "../../../shell/useCall.ts";
import { Button } from "../../../ui/Button.tsx";
import { Dialog } from "../../../ui/Dialog.tsx";
import { TextField } from "../../../ui/TextField.tsx";

export interface SetSecretDialogProps {
  /** Null for a new one. */
  readonly name: string | null;
  readonly onClose: () => void;
  readonly onStored: () => void;
}

/** Takes a secret in, once. What is typed leaves the page for the keychain or the vault alone. */
export function SetSecretDialog({ name: known, onClose, onStored }: SetSecretDialogProps) {
  const t = useText();
  const language = useLanguage();
  const call = useCall();
  const [name, setName] = useState(known ?? "");
  const [value, setValue] = useState("");
  const [isChecked, setChecked] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const [refused, setRefused] = useState<string | undefined>();
  const isNameFit = secretName.safeParse(name).success;
  const isValueFit = secretValue.safeParse(value).success;

  const submit = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    setChecked(true);
    if (!isNameFit || !isValueFit) return;
    setBusy(true);
    const outcome = await call(
      `secrets.set:${name}`,
      (client, signal) => client.secrets.set({ name, value }, { signal }),
      { label: t("settings.secretStoring"), isQuiet: true },
    );
    setBusy(false);
    setRefused(outcome.kind === "failed" ? describeError(outcome.error, language) : undefined);
    if (outcome.kind !== "done") return;
    onStored();
    onClose();
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={known === null ? t("settings.secretAdd") : t("settings.secretReplaceOf", { name: known })}
      description={t("settings.secretOnce")}
      closeLabel={t("app.close")}
      size="small"
      footer={
        <>
          <Button onClick={onClose}>{t("app.cancel")}</Button>
          <Button type="submit" form="secret-form" look="primary" isBusy={isBusy}>
            {t("settings.secretStore")}
          </Button>
        </>
      }
    >
      <form id="secret-form" onSubmit={submit} noValidate autoComplete="off" className="flex flex-col gap-4">
        {known === null && (
          <TextField
            label={t("settings.secretName")}
            isMono
            value={name}
            onChange={setName}
            placeholder="github-token"
            hint={t("settings.secretNameHint")}
            error={isChecked && !isNameFit ? t("settings.wrongForm") : undefined}
          />
        )}
        <TextField
          label={t("settings.secretValue")}
          type="password"
          autoComplete="new-password"
          isMono
          value={value}
          onChange={setValue}
          error={refused ?? (isChecked && !isValueFit ? t("settings.missing") : undefined)}
        />
      </form>
    </Dialog>
  );
}
