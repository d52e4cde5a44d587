import { Copy } from "lucide-react";
import { useState } from "react";
import { type Scope as Permission, scopes } from "#shared/contract/scopes.ts";
import { useText } from "../../../i18n/useText.ts";
import { useCall } from "../../../shell/useCall.ts";
import { useCopy } from "../../../shell/useCopy.ts";
import { Button } from "../../../ui/Button.tsx";
import { Checkbox } from "../../../ui/Checkbox.tsx";
import { Dialog } from "../../../ui/Dialog.tsx";
import { TextField } from "../../../ui/TextField.tsx";
import { permissionHint, permissionTitle } from "./permissionTexts.ts";

export interface CreateTokenDialogProps {
  readonly onClose: () => void;
  readonly onCreated: () => void;
}

/** Asks for a name and permissions, then shows the token this once. */
export function CreateTokenDialog({ onClose, onCreated }: CreateTokenDialogProps) {
  const t = useText();
  const [token, setToken] = useState<string | null>(null);
  const show = (created: string): void => {
    setToken(created);
    onCreated();
  };
  return token === null ? (
    <TokenForm onClose={onClose} onToken={show} />
  ) : (
    <TokenShown token={token} onClose={onClose} title={t("settings.tokenCreated")} />
  );
}

function TokenForm({ onClose, onToken }: { readonly onClose: () => void; readonly onToken: (token: string) => void }) {
  const t = useText();
  const call = useCall();
  const [name, setName] = useState("");
  const [chosen, setChosen] = useState<readonly Permission[]>(["watch"]);
  const [isChecked, setChecked] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const nameError = isChecked && name.trim() === "" ? t("settings.missing") : undefined;

  const submit = async (event: React.FormEvent): Promise<void> => {
    event.preventDefault();
    setChecked(true);
    if (name.trim() === "" || chosen.length === 0) return;
    setBusy(true);
    const input = { name: name.trim(), scopes: [...chosen] };
    const outcome = await call("tokens.create", (client, signal) => client.tokens.create(input, { signal }), {
      label: t("settings.tokenCreating"),
    });
    setBusy(false);
    if (outcome.kind === "done") onToken(outcome.value.token);
  };

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t("settings.tokenCreate")}
      description={t("settings.tokensBody")}
      closeLabel={t("app.close")}
      footer={
        <>
          <Button onClick={onClose}>{t("app.cancel")}</Button>
          <Button type="submit" form="token-form" look="primary" isBusy={isBusy}>
            {t("settings.tokenCreate")}
          </Button>
        </>
      }
    >
      <form id="token-form" onSubmit={submit} noValidate className="flex flex-col gap-4">
        <TextField
          label={t("settings.tokenName")}
          value={name}
          onChange={setName}
          placeholder={t("settings.tokenNameHint")}
          error={nameError}
          maxLength={80}
        />
        <fieldset className="flex flex-col gap-2">
          <legend className="mb-2 font-medium">{t("settings.tokenPermissions")}</legend>
          {isChecked && chosen.length === 0 && (
            <p role="alert" className="text-12 text-danger">
              {t("settings.tokenNoPermission")}
            </p>
          )}
          {scopes.map((permission) => (
            <Checkbox
              key={permission}
              label={permissionTitle(t, permission)}
              hint={permissionHint(t, permission)}
              isChecked={chosen.includes(permission)}
              onChange={(isOn) =>
                setChosen((before) => (isOn ? [...before, permission] : before.filter((other) => other !== permission)))
              }
            />
          ))}
        </fieldset>
      </form>
    </Dialog>
  );
}

function TokenShown({
  token,
  title,
  onClose,
}: {
  readonly token: string;
  readonly title: string;
  readonly onClose: () => void;
}) {
  const t = useText();
  const copy = useCopy();
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={title}
      description={t("settings.tokenOnce")}
      closeLabel={t("app.close")}
      footer={
        <>
          <Button onClick={() => void copy(token)}>
            <Copy size={14} aria-hidden />
            {t("app.copy")}
          </Button>
          <Button look="primary" onClick={onClose}>
            {t("settings.tokenDone")}
          </Button>
        </>
      }
    >
      <code className="mono block rounded border border-line bg-sunken p-2.5 text-12 break-all select-all">
        {token}
      </code>
    </Dialog>
  );
}
