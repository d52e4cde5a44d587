import { type InputHTMLAttributes, type Ref, useId } from "react";
import { classes } from "./classes.ts";
import { controlLook, describedBy, Field } from "./Field.tsx";

export interface TextFieldProps extends Omit<InputHTMLAttributes<HTMLInputElement>, "onChange" | "value" | "id"> {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
  readonly isLabelHidden?: boolean;
  /** Commands, paths, codes. */
  readonly isMono?: boolean;
  readonly ref?: Ref<HTMLInputElement>;
}

/** One line of text with its label. */
export function TextField({
  label,
  value,
  onChange,
  hint,
  error,
  isLabelHidden = false,
  isMono = false,
  className,
  ...rest
}: TextFieldProps) {
  const id = useId();
  return (
    <Field label={label} id={id} hint={hint} error={error} isLabelHidden={isLabelHidden}>
      <input
        id={id}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        aria-invalid={error !== undefined || undefined}
        aria-describedby={describedBy(id, { hint, error })}
        spellCheck={isMono ? false : undefined}
        autoCapitalize={isMono ? "none" : undefined}
        autoComplete="off"
        className={classes(controlLook, "h-8 w-full max-wide:h-11", isMono && "mono", className)}
        {...rest}
      />
    </Field>
  );
}
