import { type FormEvent, useState } from "react";
import type { ModelAlias, ModelProvider } from "#shared/configuration/modelSettings.ts";
import type { ModelOffer } from "#shared/contract/models.ts";
import type { AppError } from "#shared/errors/appError.ts";
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
import type { Secrets } from "../secrets/useSecrets.ts";
import type { ModelSettings } from "../useModelSettings.ts";
import { KeyField } from "./KeyField.tsx";
import { ModelNameField } from "./ModelNameField.tsx";
import { aliasOf, formForModel } from "./modelForm.ts";
import { type ProviderPreset, providerPresets } from "./presets.ts";
import {
  formForPreset,
  formForProvider,
  type ProviderField,
  type ProviderForm,
  providerOf,
  providerProblems,
} from "./providerForm.ts";

export interface ProviderDialogProps {
  /** Null for a new one. */
  readonly provider: ModelProvider | null;
  readonly settings: ModelSettings;
  readonly secrets: Secrets;
  readonly offers: readonly ModelOffer[];
  readonly onClose: () => void;
  /** The key of the model that came with a new provider; null after a change. */
  readonly onSaved: (added: string | null) => void;
}

/** A provider: where it is, its key, and for a new one its first model. */
export function ProviderDialog(props: ProviderDialogProps) {
  const { provider, settings, secrets, onClose } = props;
  const t = useText();
  const { configuration } = settings;
  const taken = configuration.providers.map(({ key }) => key);
  const keyNameFor = (id: string): string => freeKey(`${id}-key`, secrets.known?.map(({ name }) => name) ?? [], 100);
  const [preset, setPreset] = useState<ProviderPreset>(() => presetOf(provider));
  const [form, setForm] = useState<ProviderForm>(() =>
    provider === null ? formForPreset(preset, keyNameFor(preset.id)) : formForProvider(provider, `${provider.key}-key`),
  );
  const [problems, setProblems] = useState<FieldProblems<ProviderField>>({});
  const { failure, isBusy, save } = useSaveProvider(props, taken);
  const errorOf = (field: ProviderField): string | undefined =>
    problemText(t, problems, field) ?? failure?.fields[field] ?? undefined;
  const change = (changed: Partial<ProviderForm>): void => setForm((before) => ({ ...before, ...changed }));

  const choosePreset = (id: string): void => {
    const chosen = providerPresets.find((candidate) => candidate.id === id);
    if (!chosen) return;
    setPreset(chosen);
    setForm(formForPreset(chosen, keyNameFor(chosen.id)));
    setProblems({});
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const found = providerProblems(form, provider === null);
    setProblems(found);
    if (!hasProblems(found)) void save(form, preset.id);
  };

  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={provider === null ? t("models.addProvider") : t("models.editProviderOf", { name: provider.name })}
      closeLabel={t("app.close")}
      footer={
        <>
          <Button onClick={onClose}>{t("app.cancel")}</Button>
          <Button type="submit" form="provider-form" look="primary" isBusy={isBusy}>
            {provider === null ? t("models.addAndTest") : t("models.save")}
          </Button>
        </>
      }
    >
      <form id="provider-form" onSubmit={submit} noValidate autoComplete="off" className="flex flex-col gap-4">
        <FormProblem text={failure?.whole} />
        {provider === null && (
          <Select
            label={t("models.preset")}
            value={preset.id}
            options={providerPresets.map(({ id, name, kind }) => ({
              value: id,
              label:
                name === null ? t("models.presetCustom") : kind === "tool" ? t("models.presetTool", { name }) : name,
            }))}
            onChange={choosePreset}
          />
        )}
        <TextField
          label={t("models.providerName")}
          value={form.name}
          onChange={(name) => change({ name })}
          maxLength={80}
          error={errorOf("name")}
        />
        {form.kind === "tool" ? (
          <p className="rounded bg-accent-soft px-2.5 py-2 text-13">{t("models.toolHint")}</p>
        ) : (
          <>
            <TextField
              label={t("models.baseUrl")}
              isMono
              inputMode="url"
              value={form.baseUrl}
              onChange={(baseUrl) => change({ baseUrl })}
              placeholder="https://example.com/v1"
              hint={t("models.baseUrlHint")}
              error={errorOf("baseUrl")}
            />
            <KeyField
              form={form}
              known={secrets.known}
              errors={{ keyValue: errorOf("keyValue"), keyName: errorOf("keyName") }}
              onChange={change}
            />
          </>
        )}
        {provider === null && (
          <ModelNameField
            value={form.model}
            onChange={(model) => change({ model })}
            isTool={form.kind === "tool"}
            example={preset.example}
            known={modelsAt(props.offers, form)}
            error={errorOf("model")}
          />
        )}
      </form>
    </Dialog>
  );
}

/** The names a found server told, if this is it. */
function modelsAt(offers: readonly ModelOffer[], { baseUrl }: ProviderForm): readonly string[] {
  const address = baseUrl.trim().replace(/\/+$/, "");
  return offers
    .filter(({ provider }) => provider.kind !== "tool" && provider.baseUrl.replace(/\/+$/, "") === address)
    .flatMap(({ aliases }) => aliases.map(({ model }) => model));
}

function presetOf(provider: ModelProvider | null): ProviderPreset {
  const [first] = providerPresets;
  const found = provider && providerPresets.find(({ kind }) => kind === provider.kind);
  if (!first) throw new Error("There are no presets");
  return found ?? first;
}

interface Failure {
  /** Beside no field. */
  readonly whole: string | undefined;
  readonly fields: Readonly<Record<string, string>>;
}

/** Stores the key first, then the configuration that names it: a reference to nothing would be refused by every call. */
function useSaveProvider({ provider, settings, secrets, onSaved }: ProviderDialogProps, taken: readonly string[]) {
  const language = useLanguage();
  const [failure, setFailure] = useState<Failure | null>(null);
  const [isBusy, setBusy] = useState(false);
  const save = async (form: ProviderForm, presetId: string): Promise<void> => {
    const { configuration, save: saveSettings } = settings;
    setBusy(true);
    setFailure(null);
    const fail = (error: AppError, index: number): void => {
      const found = serverProblemsOf(error, `models.providers.${index}`, language);
      const whole = found.length > 0 ? undefined : describeError(error, language);
      setFailure({
        whole,
        fields: Object.fromEntries(found.map(({ path, text }) => [path.split(".")[0] ?? path, text])),
      });
      setBusy(false);
    };
    if (form.kind !== "tool" && form.keyChoice === "new") {
      const stored = await secrets.store(form.keyName, form.keyValue.trim());
      if (stored.kind === "failed") return fail(stored.error, -1);
      if (stored.kind === "cancelled") return setBusy(false);
    }
    const key = provider?.key ?? freeKey(presetId === "custom" ? form.name : presetId, taken);
    const known = configuration.providers.findIndex((candidate) => candidate.key === key);
    const index = known === -1 ? configuration.providers.length : known;
    const alias = provider === null ? firstModel(form, key, configuration.aliases) : null;
    const outcome = await saveSettings(
      {
        "models.providers": configuration.providers.toSpliced(index, 1, providerOf(form, key)),
        ...(alias ? { "models.aliases": [...configuration.aliases, alias] } : {}),
        ...(alias && configuration.purposes.default === "" ? { "models.default": alias.key } : {}),
      },
      { isQuiet: true },
    );
    if (outcome.kind === "failed") return fail(outcome.error, index);
    setBusy(false);
    if (outcome.kind === "done") onSaved(alias?.key ?? null);
  };
  return { failure, isBusy, save };
}

function firstModel(form: ProviderForm, provider: string, aliases: readonly ModelAlias[]): ModelAlias {
  const key = freeKey(
    form.model.trim() === "" ? provider : form.model,
    aliases.map((alias) => alias.key),
  );
  const name = form.model.trim() === "" ? form.name : form.model;
  return aliasOf({ ...formForModel(provider), model: form.model, name }, key);
}
