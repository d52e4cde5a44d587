import { Pencil, Plus, Trash2, Wrench } from "lucide-react";
import { useState } from "react";
import type { Translate } from "../../../i18n/texts.ts";
import { useLanguage, useText } from "../../../i18n/useText.ts";
import { describeError } from "../../../shell/describeError.ts";
import { serverProblemsOf } from "../../../shell/serverProblems.ts";
import { useShell } from "../../../shell/shell.ts";
import { Button } from "../../../ui/Button.tsx";
import { ConfirmDialog } from "../../../ui/ConfirmDialog.tsx";
import { EmptyState } from "../../../ui/EmptyState.tsx";
import { IconButton } from "../../../ui/IconButton.tsx";
import type { Control, SettingField } from "../settingFields.ts";
import type { LoadedSettings } from "../useSettings.ts";
import { ObjectDialog } from "./ObjectDialog.tsx";
import { type ObjectValue, objectDetail, objectsOf, objectTitle, positionOf } from "./objectValue.ts";

export interface ObjectsSettingProps {
  readonly field: SettingField;
  readonly control: Extract<Control, { kind: "objects" }>;
  readonly loaded: LoadedSettings;
}

/** What people call the things of a list. */
function listWords(
  t: Translate,
  path: string,
): { readonly add: string; readonly empty: string; readonly removeBody: string } {
  return path === "chat.presets"
    ? { add: t("settings.addPreset"), empty: t("settings.emptyPresets"), removeBody: t("settings.removePresetBody") }
    : { add: t("settings.add"), empty: t("settings.emptyList"), removeBody: t("settings.removeBody") };
}

/** What is edited as it was when that began: another window may change the list meanwhile. */
type Editing = { readonly isNew: boolean; readonly value: ObjectValue };

/** A setting that is a list of things with fields of their own (the user's tools): list, add, change, remove. */
export function ObjectsSetting({ field, control, loaded: { settings, save } }: ObjectsSettingProps) {
  const t = useText();
  const language = useLanguage();
  const { toasts } = useShell();
  const [editing, setEditing] = useState<Editing | null>(null);
  const [removing, setRemoving] = useState<ObjectValue | null>(null);
  const objects = objectsOf(settings.values[field.path]);
  const source = settings.sources[field.path] ?? "default";
  const isLocked = source === "environment" || source === "command-line";
  const isFull = control.maximum !== null && objects.length >= control.maximum;

  const saveObject = async (
    value: ObjectValue,
  ): Promise<readonly { readonly path: string; readonly text: string }[]> => {
    const known = editing && !editing.isNew ? positionOf(objects, editing.value) : -1;
    const index = known === -1 ? objects.length : known;
    const outcome = await save(field.path, objects.toSpliced(index, 1, value));
    if (outcome.kind === "failed") {
      const problems = serverProblemsOf(outcome.error, `${field.path}.${index}`, language);
      return problems.length > 0 ? problems : [{ path: "", text: describeError(outcome.error, language) }];
    }
    if (outcome.kind === "done") setEditing(null);
    return [];
  };
  const remove = async (object: ObjectValue): Promise<void> => {
    setRemoving(null);
    const index = positionOf(objects, object);
    if (index === -1) return;
    const outcome = await save(field.path, objects.toSpliced(index, 1));
    if (outcome.kind === "failed")
      toasts.show({
        tone: "error",
        title: t("app.failed", { label: t("settings.save") }),
        body: describeError(outcome.error, language),
      });
  };
  const words = listWords(t, field.path);
  const add = (
    <Button look="primary" disabled={isLocked || isFull} onClick={() => setEditing({ isNew: true, value: {} })}>
      <Plus size={14} aria-hidden />
      {words.add}
    </Button>
  );

  return (
    <div>
      {isLocked && (
        <p className="text-12 text-muted">
          {t(source === "environment" ? "settings.fromEnvironment" : "settings.fromCommandLine")}
        </p>
      )}
      {objects.length === 0 ? (
        <EmptyState icon={Wrench} title={words.empty} body={field.description[language]} action={add} />
      ) : (
        <>
          <p className="mb-4 text-muted">{field.description[language]}</p>
          <ul className="mb-4 rounded border border-line">
            {objects.map((object) => (
              <li
                key={objectTitle(object)}
                className="flex items-center gap-3 border-b border-line px-3 py-2 last:border-b-0"
              >
                <div className="min-w-0 flex-1">
                  <p className="truncate font-medium">{objectTitle(object)}</p>
                  <p className="mono truncate text-12 text-muted">{objectDetail(object)}</p>
                </div>
                <IconButton
                  icon={Pencil}
                  label={t("settings.edit", { name: objectTitle(object) })}
                  disabled={isLocked}
                  onClick={() => setEditing({ isNew: false, value: object })}
                />
                <IconButton
                  icon={Trash2}
                  label={t("settings.remove", { name: objectTitle(object) })}
                  disabled={isLocked}
                  onClick={() => setRemoving(object)}
                />
              </li>
            ))}
          </ul>
          {add}
        </>
      )}
      {editing && (
        <ObjectDialog
          title={editing.isNew ? words.add : t("settings.edit", { name: objectTitle(editing.value) })}
          fields={control.fields}
          value={editing.value}
          onSave={saveObject}
          onClose={() => setEditing(null)}
        />
      )}
      <ConfirmDialog
        isOpen={removing !== null}
        onClose={() => setRemoving(null)}
        onConfirm={() => removing !== null && void remove(removing)}
        title={t("settings.removeTitle", { name: removing === null ? "" : objectTitle(removing) })}
        body={words.removeBody}
        confirmLabel={t("settings.removeConfirm")}
        cancelLabel={t("app.cancel")}
        isDangerous
      />
    </div>
  );
}
