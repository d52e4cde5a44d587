import { type FormEvent, useRef, useState } from "react";
import { proposedName } from "../connection/phone/deviceName.ts";
import { type PairingProof, pairingCodeFromText } from "../connection/phone/pairingLink.ts";
import type { PairingState } from "../connection/phone/pairingState.ts";
import { useText } from "../i18n/useText.ts";
import { Button } from "../ui/Button.tsx";
import { TextField } from "../ui/TextField.tsx";
import { useFailureText } from "./failureText.ts";
import { PairingCard } from "./PairingCard.tsx";

export interface PairingFormProps {
  /** Null where a code is asked for. */
  readonly secret: string | null;
  readonly isBusy: boolean;
  readonly failure: Extract<PairingState, { kind: "asking" }> | null;
  readonly onBegin: (proof: PairingProof, name: string) => void;
  readonly onLeave: (() => void) | null;
}

/** What this phone is called, and the code where no link brought a secret. */
export function PairingForm({ secret, isBusy, failure, onBegin, onLeave }: PairingFormProps) {
  const t = useText();
  const [code, setCode] = useState("");
  const [name, setName] = useState(() => proposedName(navigator.userAgent) ?? t("pairing.someDevice"));
  const [isChecked, setChecked] = useState(false);
  const codeField = useRef<HTMLInputElement>(null);
  const nameField = useRef<HTMLInputElement>(null);
  const failureText = useFailureText(failure?.failure ?? null, failure?.retryAt ?? null);
  const isCodeWrong = failure?.failure === "wrong-code";
  const digits = pairingCodeFromText(code);
  const codeError = isChecked && digits === null ? t("pairing.codeMissing") : undefined;

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    setChecked(true);
    const proof = proofOf(secret, digits);
    if (!proof) codeField.current?.focus();
    else if (name.trim() === "") nameField.current?.focus();
    else onBegin(proof, name.trim());
  };

  return (
    <PairingCard title={t("pairing.title")} body={secret === null ? t("pairing.bodyCode") : t("pairing.bodyLink")}>
      <form onSubmit={submit} noValidate className="mt-5 flex flex-col gap-4">
        {secret === null && (
          <TextField
            ref={codeField}
            label={t("pairing.code")}
            hint={t("pairing.codeHint")}
            value={code}
            onChange={setCode}
            error={codeError ?? (isCodeWrong ? failureText : undefined)}
            inputMode="numeric"
            autoComplete="one-time-code"
            placeholder="000 000"
            maxLength={12}
            isMono
            autoFocus
            className="h-12! text-20! tracking-widest"
          />
        )}
        <TextField
          ref={nameField}
          label={t("pairing.name")}
          value={name}
          onChange={setName}
          error={isChecked && name.trim() === "" ? t("pairing.nameMissing") : undefined}
          maxLength={80}
        />
        {failureText !== undefined && !isCodeWrong && (
          <p role="alert" className="text-danger">
            {failureText}
          </p>
        )}
        <div className="flex flex-col gap-2">
          <Button type="submit" look="primary" isBusy={isBusy} className="w-full">
            {t("pairing.begin")}
          </Button>
          {onLeave && (
            <Button look="ghost" onClick={onLeave} className="w-full">
              {t("pairing.notNow")}
            </Button>
          )}
        </div>
      </form>
    </PairingCard>
  );
}

function proofOf(secret: string | null, digits: string | null): PairingProof | null {
  if (secret !== null) return { kind: "secret", secret };
  return digits === null ? null : { kind: "code", code: digits };
}
