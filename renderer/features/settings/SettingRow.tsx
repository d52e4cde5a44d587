import { Lock, RotateCcw } from "lucide-react";
import { useId, useState } from "react";
import type { Settings } from "#shared/contract/settings.ts";
import type { Translate } from "../../i18n/texts.ts";
import { useLanguage, useText } from "../../i18n/useText.ts";
import { describeError } from "../../shell/describeError.ts";
import { serverProblemsOf } from "../../shell/serverProblems.ts";
import { IconButton } from "../../ui/IconButton.tsx";
import { SettingControl } from "./SettingControl.tsx";
import type { SettingField } from "./settingFields.ts";
import type { LoadedSettings } from "./useSettings.ts";

export interface SettingRowProps {
  readonly field: SettingField;
  readonly loaded: LoadedSettings;
}

/** One setting: its words, its control, where its value comes from, and what the server said of the last try to change it. */
export function SettingRow({ field, loaded: { settings, save } }: SettingRowProps) {
  const { path } = field;
  const t = useText();
  const language = useLanguage();
  const id = useId();
  const [error, setError] = useState<string | undefined>();
  const source = settings.sources[path] ?? "default";
  const isLocked = source === "environment" || source === "command-line";

  const change = async (value: unknown): Promise<void> => {
    setError(undefined);
    const outcome = await save(path, value);
    if (outcome.kind !== "failed") return;
    const [problem] = serverProblemsOf(outcome.error, path, language);
    setError(problem?.text ?? describeError(outcome.error, language));
  };

  return (
    <div className="flex gap-x-8 gap-y-2 border-b border-line py-4 last:border-b-0 max-wide:flex-col">
      <div className="min-w-0 flex-1">
        <label htmlFor={id} className="font-medium">
          {field.title[language]}
        </label>
        <p id={`${id}-hint`} className="text-12 text-muted">
          {field.description[language]}
        </p>
        <Remarks field={field} settings={settings} isLocked={isLocked} t={t} />
      </div>
      <div className="flex w-64 shrink-0 items-start gap-1 max-wide:w-full">
        <div className="min-w-0 flex-1">
          <SettingControl
            id={id}
            field={field}
            value={settings.values[path]}
            disabled={isLocked}
            error={error}
            onProblem={setError}
            onChange={(value) => void change(value)}
          />
          {error !== undefined && (
            <p id={`${id}-error`} role="alert" className="mt-1 text-12 text-danger">
              {error}
            </p>
          )}
        </div>
        {/* Kept in place while hidden, so that nothing jumps when a value is changed. */}
        <IconButton
          icon={RotateCcw}
          label={t("settings.reset", { name: field.title[language] })}
          disabled={source !== "file"}
          onClick={() => void change(null)}
          className="mt-0.5 disabled:invisible max-wide:mt-0 max-wide:disabled:hidden"
        />
      </div>
    </div>
  );
}

interface RemarksProps {
  readonly field: SettingField;
  readonly settings: Settings;
  readonly isLocked: boolean;
  readonly t: Translate;
}

function Remarks({ field, settings, isLocked, t }: RemarksProps) {
  const isPending = settings.pendingRestart.includes(field.path);
  if (!isLocked && !isPending && !field.isAppliedAtStart) return null;
  return (
    <p className="mt-1 flex items-center gap-1.5 text-12 text-muted">
      {isLocked && <Lock size={12} aria-hidden />}
      {isLocked &&
        t(settings.sources[field.path] === "environment" ? "settings.fromEnvironment" : "settings.fromCommandLine")}
      {!isLocked && isPending && <strong className="font-medium text-text">{t("settings.pendingRestart")}</strong>}
      {!isLocked && !isPending && t("settings.appliedAtStart")}
    </p>
  );
}
