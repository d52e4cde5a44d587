import { useId } from "react";
import { useText } from "../../../i18n/useText.ts";
import { TextField } from "../../../ui/TextField.tsx";

export interface ModelNameFieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** A tool may choose for itself. */
  readonly isTool: boolean;
  readonly example: string;
  /** Names the server told. */
  readonly known: readonly string[];
  readonly error: string | undefined;
}

/** A model as its provider calls it, with the names the server told as suggestions. */
export function ModelNameField({ value, onChange, isTool, example, known, error }: ModelNameFieldProps) {
  const t = useText();
  const listId = useId();
  return (
    <>
      <TextField
        label={isTool ? t("models.modelNameOptional") : t("models.modelName")}
        isMono
        value={value}
        onChange={onChange}
        placeholder={t("models.modelExample", { example })}
        maxLength={200}
        list={listId}
        hint={isTool ? t("models.modelNameToolHint") : t("models.modelNameHint")}
        error={error}
      />
      <datalist id={listId}>
        {known.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
    </>
  );
}
