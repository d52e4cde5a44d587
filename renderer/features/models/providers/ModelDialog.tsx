import { type FormEvent, useState } from "react";
import type { ModelAlias, ModelProvider } from "#shared/configuration/modelSettings.ts";
import { useLanguage, useText } from "../../../i18n/useText.ts";
import { describeError } from "../../../shell/describeError.ts";
import { serverProblemsOf } from "../../../shell/serverProblems.ts";
import { Button } from "../../../ui/Button.tsx";
import { Dialog } from "../../../ui/Dialog.tsx";
import { Select } from "../../../ui/Select.tsx";
import { TextField } from "../../../ui/TextField.tsx";
import { FormProblem } from "../FormProblem.tsx";
import { type FieldProblems, hasProblems, problemText } from "../fieldProblems.ts";
import { freeKey } from "../modelConfiguration.ts";
import type { ModelSettings } from "../useModelSettings.ts";
import { ModelNameField } from "./ModelNameField.tsx";
import { aliasOf, formForModel, type ModelForm, type ModelFormField, modelProblems } from "./modelForm.ts";
import { providerPresets } from "./presets.ts";

export interface ModelDialogProps {
  readonly provider: ModelProvider;
  /** Null for a new one. */
  readonly alias: ModelAlias | null;
  readonly settings: ModelSettings;
  /** Names the server told. */
  readonly known: readonly string[];
  readonly onClose: () => void;
}

/** No model has this key: keys begin with a letter or a digit. */
const none = "-";

/** A model of a provider: its name there, what is known about it, and who answers when it cannot. */
export function ModelDialog({ provider, alias, settings, known, onClose }: ModelDialogProps) {
  const t = useText();
  const { currency, aliases } = settings.configuration;
  const [form, setForm] = useState<ModelForm>(() => formForModel(provider.key, alias ?? undefined));
  const [problems, setProblems] = useState<FieldProblems<ModelFormField>>({});
  const { failure, isBusy, save } = useSaveModel(alias, settings, onClose);
  const isTool = provider.kind === "tool";
  const field = (name: ModelFormField) => ({
    value: form[name],
    onChange: (value: string) => setForm((before) => ({ ...before, [name]: value })),
    error: problemText(t, problems, name) ?? failure?.fields[name] ?? undefined,
  });
  const number = (name: ModelFormField) => ({ ...field(name), inputMode: "decimal" as const });
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const found = modelProblems(form, isTool);
    setProblems(found);
    if (!hasProblems(found)) void save(form);
  };
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={
        alias === null ? t("models.addModelTo", { name: provider.name }) : t("models.editOf", { name: alias.name })
      }
      closeLabel={t("app.close")}
      footer={
        <>
          <Button onClick={onClose}>{t("app.cancel")}</Button>
          <Button type="submit" form="model-form" look="primary" isBusy={isBusy}>
            {t("models.save")}
          </Button>
        </>
      }
    >
      <form id="model-form" onSubmit={submit} noValidate className="flex flex-col gap-4">
        <FormProblem text={failure?.whole} />
        <ModelNameField {...field("model")} isTool={isTool} example={exampleFor(provider)} known={known} />
        <TextField {...field("name")} label={t("models.shownName")} hint={t("models.shownNameHint")} maxLength={80} />
        <div className="grid grid-cols-2 items-start gap-4 max-wide:grid-cols-1">
          <TextField {...number("contextTokens")} label={t("models.contextTokens")} hint={t("models.contextHint")} />
          <TextField {...number("maximumOutputTokens")} label={t("models.outputTokens")} />
          <TextField {...number("inputPrice")} label={t("models.inputPrice", { currency })} />
          <TextField {...number("outputPrice")} label={t("models.outputPrice", { currency })} />
          <TextField {...number("timeoutSeconds")} label={t("models.timeout")} />
          <TextField {...number("temperature")} label={t("models.temperature")} />
        </div>
        <p className="-mt-2 text-12 text-muted">{t("models.priceHint")}</p>
        <Select
          label={t("models.fallback")}
          hint={t("models.fallbackHint")}
          value={form.fallback === "" ? none : form.fallback}
          options={[
            { value: none, label: t("models.fallbackNone") },
            ...aliases.filter(({ key }) => key !== alias?.key).map(({ key, name }) => ({ value: key, label: name })),
          ]}
          onChange={(chosen) => setForm((before) => ({ ...before, fallback: chosen === none ? "" : chosen }))}
        />
      </form>
    </Dialog>
  );
}

function exampleFor(provider: ModelProvider): string {
  const preset = providerPresets.find(
    ({ id, tool }) => id === provider.key || (provider.kind === "tool" && tool === provider.tool),
  );
  return preset?.example ?? "my-model";
}

interface Failure {
  readonly whole: string | undefined;
  readonly fields: Readonly<Record<string, string>>;
}

function useSaveModel(alias: ModelAlias | null, { configuration, save }: ModelSettings, onSaved: () => void) {
  const language = useLanguage();
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isBusy, setBusy] = useState(false);
  const saveModel = async (form: ModelForm): Promise<void> => {
    const { aliases } = configuration;
    const key =
      alias?.key ??
      freeKey(
        form.model.trim() || form.name,
        aliases.map((other) => other.key),
      );
    const known = aliases.findIndex((other) => other.key === key);
    const index = known === -1 ? aliases.length : known;
    setBusy(true);
    setFailure(null);
    const outcome = await save(
      {
        "models.aliases": aliases.toSpliced(index, 1, aliasOf(form, key)),
        ...(configuration.purposes.default === "" ? { "models.default": key } : {}),
      },
      { isQuiet: true },
    );
    setBusy(false);
    if (outcome.kind === "done") onSaved();
    if (outcome.kind !== "failed") return;
    const found = serverProblemsOf(outcome.error, `models.aliases.${index}`, language);
    setFailure({
      whole: found.length > 0 ? undefined : describeError(outcome.error, language),
      fields: Object.fromEntries(found.map(({ path, text }) => [path, text])),
    });
  };
  return { failure, isBusy, save: saveModel };
}
