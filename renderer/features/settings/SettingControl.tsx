import { Switch as RadixSwitch } from "radix-ui";
import { useEffect, useState } from "react";
import type { Translate } from "../../i18n/texts.ts";
import { useLanguage, useText } from "../../i18n/useText.ts";
import { classes } from "../../ui/classes.ts";
import { controlLook, describedBy } from "../../ui/Field.tsx";
import { SelectBox } from "../../ui/Select.tsx";
import { switchLook, switchThumbLook } from "../../ui/Switch.tsx";
import { inputText, parseInput } from "./fieldInput.ts";
import { inputProblemText } from "./problemTexts.ts";
import type { SettingField } from "./settingFields.ts";

export interface SettingControlProps {
  readonly id: string;
  readonly field: SettingField;
  readonly value: unknown;
  readonly disabled: boolean;
  readonly error: string | undefined;
  readonly onProblem: (problem: string | undefined) => void;
  /** A valid value that differs from the one in force. */
  readonly onChange: (value: unknown) => void;
}

/** The control for a setting: choices and switches change at once, texts and numbers with Enter or when the field is left. */
export function SettingControl(props: SettingControlProps) {
  const { id, field, value, disabled, error, onChange } = props;
  const language = useLanguage();
  const { control } = field;
  if (control.kind === "switch") {
    return (
      <RadixSwitch.Root
        id={id}
        checked={value === true}
        onCheckedChange={onChange}
        disabled={disabled}
        aria-describedby={`${id}-hint`}
        className={switchLook}
      >
        <RadixSwitch.Thumb className={switchThumbLook} />
      </RadixSwitch.Root>
    );
  }
  if (control.kind === "choice") {
    return (
      <SelectBox
        id={id}
        value={String(value)}
        options={control.options.map((option) => ({ value: option.value, label: option.label[language] }))}
        onChange={onChange}
        disabled={disabled}
        describedBy={describedBy(id, { hint: "", error })}
      />
    );
  }
  return <TypedControl {...props} />;
}

function TypedControl({ id, field, value, disabled, error, onProblem, onChange }: SettingControlProps) {
  const { control, unit, placeholder } = field;
  const t = useText();
  const language = useLanguage();
  const inForce = inputText(control, value);
  const [text, setText] = useState(inForce);
  useEffect(() => setText(inForce), [inForce]);

  const commit = (): void => {
    const parsed = parseInput(control, text);
    onProblem(parsed.kind === "problem" ? inputProblemText(t, parsed.problem) : undefined);
    if (parsed.kind === "value" && text !== inForce) onChange(parsed.value);
  };
  const common = {
    id,
    value: text,
    disabled,
    "aria-invalid": error !== undefined || undefined,
    "aria-describedby": describedBy(id, { hint: "", error }),
    placeholder: placeholder?.[language],
    onBlur: commit,
  };
  if (control.kind === "lines" || control.kind === "pairs") {
    return (
      <>
        <textarea
          {...common}
          rows={Math.min(Math.max(text.split("\n").length, 2), 8)}
          spellCheck={false}
          autoCapitalize="off"
          autoCorrect="off"
          onChange={(event) => setText(event.currentTarget.value)}
          className={classes(controlLook, "mono w-full py-1.5")}
        />
        {control.kind === "lines" && <p className="text-12 text-muted">{t("settings.oneALine")}</p>}
      </>
    );
  }
  return (
    <div className="flex items-center gap-2">
      <input
        {...common}
        type={control.kind === "time" ? "time" : "text"}
        inputMode={control.kind === "number" ? "decimal" : undefined}
        autoComplete="off"
        spellCheck={false}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === "Enter") commit();
          if (event.key !== "Escape" || text === inForce) return;
          // One step back: first the text as it was, then the field.
          event.preventDefault();
          event.stopPropagation();
          setText(inForce);
          onProblem(undefined);
        }}
        className={classes(
          controlLook,
          "h-8 max-wide:h-11",
          control.kind === "number" && "figures w-24 text-right",
          control.kind === "time" && "figures w-32",
          control.kind === "text" && "w-full",
        )}
      />
      {unit !== null && <span className="shrink-0 text-muted">{unitText(t, unit)}</span>}
    </div>
  );
}

function unitText(t: Translate, unit: NonNullable<SettingField["unit"]>): string {
  switch (unit) {
    case "days":
      return t("settings.unitDays");
    case "lines":
      return t("settings.unitLines");
    case "megabytes":
      return t("settings.unitMegabytes");
    case "minutes":
      return t("settings.unitMinutes");
    case "pixels":
      return t("settings.unitPixels");
    case "seconds":
      return t("settings.unitSeconds");
    case "sessions":
      return t("settings.unitSessions");
  }
}
