import { KeyRound } from "lucide-react";
import { useState } from "react";
import { useLanguage, useText } from "../../../i18n/useText.ts";
import { describeError } from "../../../shell/describeError.ts";
import { Button } from "../../../ui/Button.tsx";
import { TextField } from "../../../ui/TextField.tsx";
import { freeKey } from "../modelConfiguration.ts";
import { useSecrets } from "../secrets/useSecrets.ts";

export interface SecretPairProps {
  readonly isHeader: boolean;
  readonly serverName: string;
  /** It is stored: `TOKEN`, `secret:github-token`. */
  readonly onStored: (name: string, reference: string) => void;
}

/** Puts a value where it is safe and its reference where it is needed, so that no token ends up in the configuration. */
export function SecretPair({ isHeader, serverName, onStored }: SecretPairProps) {
  const t = useText();
  const language = useLanguage();
  const secrets = useSecrets();
  const [isOpen, setOpen] = useState(false);
  const [name, setName] = useState(isHeader ? "Authorization" : "");
  const [value, setValue] = useState("");
  const [error, setError] = useState<string | undefined>();
  const [isBusy, setBusy] = useState(false);
  const isComplete = name.trim() !== "" && value !== "";
  const store = async (): Promise<void> => {
    const taken = secrets.known?.map((secret) => secret.name) ?? [];
    const secretName = freeKey(`${serverName} ${name}`, taken, 100);
    setBusy(true);
    const outcome = await secrets.store(secretName, value);
    setBusy(false);
    setError(outcome.kind === "failed" ? describeError(outcome.error, language) : undefined);
    if (outcome.kind !== "done") return;
    onStored(name.trim(), `secret:${secretName}`);
    setValue("");
    setOpen(false);
  };
  if (!isOpen)
    return (
      <Button size="small" className="self-start" onClick={() => setOpen(true)}>
        <KeyRound size={14} aria-hidden />
        {t("models.addSecretValue")}
      </Button>
    );
  return (
    <fieldset className="grid grid-cols-2 items-start gap-3 rounded border border-line p-3 max-wide:grid-cols-1">
      <legend className="px-1 text-12 text-muted">{t("models.addSecretValue")}</legend>
      <TextField
        label={isHeader ? t("models.headerName") : t("models.variableName")}
        isMono
        value={name}
        onChange={setName}
      />
      <TextField
        label={t("models.secretValue")}
        type="password"
        autoComplete="new-password"
        isMono
        value={value}
        onChange={setValue}
        error={error}
      />
      <div className="col-span-full flex items-center gap-2">
        <Button size="small" isBusy={isBusy} disabled={!isComplete} onClick={() => void store()}>
          {t("models.storeSecret")}
        </Button>
        <Button size="small" look="ghost" onClick={() => setOpen(false)}>
          {t("app.cancel")}
        </Button>
      </div>
    </fieldset>
  );
}
