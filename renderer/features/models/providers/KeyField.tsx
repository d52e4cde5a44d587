import { useId } from "react";
import type { SecretInfo } from "#shared/contract/secrets.ts";
import { useText } from "../../../i18n/useText.ts";
import { Select } from "../../../ui/Select.tsx";
import { TextField } from "../../../ui/TextField.tsx";
import type { KeyChoice, ProviderForm } from "./providerForm.ts";

export interface KeyFieldProps {
  readonly form: ProviderForm;
  readonly known: readonly SecretInfo[] | null;
  readonly errors: { readonly keyValue: string | undefined; readonly keyName: string | undefined };
  readonly onChange: (change: Partial<ProviderForm>) => void;
}

/** The key of a provider: typed once and stored, one that is stored already, or none. It is never shown again. */
export function KeyField({ form, known, errors, onChange }: KeyFieldProps) {
  const t = useText();
  const hintId = useId();
  const stored = [...new Set([...(known ?? []).map(({ name }) => name), ...referred(form.keyChoice)])];
  const options: readonly { readonly value: KeyChoice; readonly label: string }[] = [
    { value: "new", label: t("models.keyNew") },
    ...(form.kind === "anthropic" ? [] : [{ value: "none" as const, label: t("models.keyNone") }]),
    ...stored.map((name) => ({ value: `secret:${name}` as const, label: t("models.keyStored", { name }) })),
  ];
  const isReplaced = known?.some(({ name }) => name === form.keyName) === true;
  return (
    <>
      <Select
        label={t("models.keyChoice")}
        value={form.keyChoice}
        options={options}
        error={form.keyChoice === "new" ? undefined : errors.keyValue}
        onChange={(keyChoice) => onChange({ keyChoice, keyValue: "" })}
      />
      {form.keyChoice === "new" && (
        <div className="grid grid-cols-2 items-start gap-4 max-wide:grid-cols-1">
          <TextField
            label={t("models.keyValue")}
            type="password"
            autoComplete="new-password"
            isMono
            value={form.keyValue}
            onChange={(keyValue) => onChange({ keyValue })}
            error={errors.keyValue}
            aria-describedby={hintId}
          />
          <TextField
            label={t("models.keyName")}
            isMono
            value={form.keyName}
            onChange={(keyName) => onChange({ keyName })}
            error={errors.keyName}
            hint={isReplaced ? t("models.keyReplaces") : undefined}
          />
          <p id={hintId} className="col-span-full -mt-2 text-12 text-muted">
            {t("models.keyHint")}
          </p>
        </div>
      )}
    </>
  );
}

function referred(choice: KeyChoice): readonly string[] {
  return choice === "new" || choice === "none" ? [] : [choice.slice("secret:".length)];
}
