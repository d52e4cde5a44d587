import { useState } from "react";
import { useLanguage, useText } from "../../../i18n/useText.ts";
import { Button } from "../../../ui/Button.tsx";
import { ColorField } from "../../../ui/ColorField.tsx";
import { Dialog } from "../../../ui/Dialog.tsx";
import { TextArea } from "../../../ui/TextArea.tsx";
import { TextField } from "../../../ui/TextField.tsx";
import { inputText, parseInput } from "../fieldInput.ts";
import { inputProblemText } from "../problemTexts.ts";
import type { SettingField } from "../settingFields.ts";
import type { ObjectValue } from "./objectValue.ts";

export interface ObjectDialogProps {
  readonly title: string;
  readonly fields: readonly SettingField[];
  readonly value: ObjectValue;
  /** Answers with what the server found wrong; nothing if it was saved, and then the owner closes the dialog. */
  readonly onSave: (value: ObjectValue) => Promise<readonly { readonly path: string; readonly text: string }[]>;
  readonly onClose: () => void;
}

/** Longer than any command, path or name. */
const paragraphLength = 8192;

type Errors = Readonly<Record<string, string>>;

/** A form made from the fields of the schema; errors stand beside the fields they are about. */
export function ObjectDialog({ title, fields, value, onSave, onClose }: ObjectDialogProps) {
  const t = useText();
  const [inputs, setInputs] = useState<Readonly<Record<string, string>>>(() =>
    Object.fromEntries(
      fields.map((field) => [field.path, inputText(field.control, value[field.path] ?? field.fallback)]),
    ),
  );
  const [errors, setErrors] = useState<Errors>({});
  const [isBusy, setBusy] = useState(false);

  const submit = async (event: React.FormEvent): Promise<void> => {
    event.preventDefault();
    // What may be left out and is empty is left out, if being empty is not itself the default.
    const given = fields.filter(
      ({ path, isRequired, fallback }) => isRequired || fallback !== undefined || (inputs[path] ?? "") !== "",
    );
    const parsed = given.map((field) => ({
      path: field.path,
      input: parseInput(field.control, inputs[field.path] ?? ""),
    }));
    const found = Object.fromEntries(
      parsed.flatMap(({ path, input }) =>
        input.kind === "problem" ? [[path, inputProblemText(t, input.problem)]] : [],
      ),
    );
    setErrors(found);
    if (Object.keys(found).length > 0) return;
    setBusy(true);
    const problems = await onSave(
      Object.fromEntries(parsed.flatMap(({ path, input }) => (input.kind === "value" ? [[path, input.value]] : []))),
    );
    setBusy(false);
    setErrors(
      Object.fromEntries(
        problems.map(({ path, text }) => [fields.some((field) => field.path === path) ? path : "", text]),
      ),
    );
  };

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={title}
      closeLabel={t("app.close")}
      footer={
        <>
          <Button onClick={onClose}>{t("app.cancel")}</Button>
          <Button type="submit" form="object-form" look="primary" isBusy={isBusy}>
            {t("settings.saveObject")}
          </Button>
        </>
      }
    >
      <form id="object-form" onSubmit={submit} noValidate className="flex flex-col gap-4">
        {errors[""] !== undefined && (
          <p role="alert" className="rounded bg-danger-soft px-2.5 py-2 text-danger">
            {errors[""]}
          </p>
        )}
        {fields.map((field) => (
          <ObjectField
            key={field.path}
            field={field}
            text={inputs[field.path] ?? ""}
            error={errors[field.path]}
            onText={(text) => setInputs((before) => ({ ...before, [field.path]: text }))}
          />
        ))}
      </form>
    </Dialog>
  );
}

interface ObjectFieldProps {
  readonly field: SettingField;
  readonly text: string;
  readonly error: string | undefined;
  readonly onText: (text: string) => void;
}

function ObjectField({ field, text, error, onText }: ObjectFieldProps) {
  const t = useText();
  const language = useLanguage();
  const title = field.title[language];
  const common = {
    label: field.isRequired ? title : t("settings.optional", { name: title }),
    value: text,
    onChange: onText,
    error,
  };
  const hint = field.description[language];
  switch (field.control.kind) {
    case "text":
      // What may be this long is written in paragraphs, not on one line.
      if ((field.control.maximum ?? 0) > paragraphLength) return <TextArea {...common} hint={hint} rows={8} />;
      return <TextField {...common} hint={hint} isMono={field.path === "command" || field.path === "key"} />;
    case "lines":
      return <TextArea {...common} hint={`${hint} ${t("settings.oneALine")}`} isMono />;
    case "pairs":
      return <TextArea {...common} hint={`${hint} ${t("settings.pairALine")}`} isMono />;
    case "color":
      return <ColorField {...common} hint={hint} />;
    default:
      return <TextField {...common} hint={hint} isMono={field.path === "command" || field.path === "key"} />;
  }
}
