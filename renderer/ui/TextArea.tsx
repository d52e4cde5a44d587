import { type TextareaHTMLAttributes, useId } from "react";
import { classes } from "./classes.ts";
import { controlLook, describedBy, Field } from "./Field.tsx";

export interface TextAreaProps extends Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, "onChange" | "value" | "id"> {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
  readonly isLabelHidden?: boolean;
  readonly isMono?: boolean;
}

/** Several lines of text with their label. */
export function TextArea({
  label,
  value,
  onChange,
  hint,
  error,
  isLabelHidden = false,
  isMono = false,
  className,
  rows = 3,
  ...rest
}: TextAreaProps) {
  const id = useId();
  return (
    <Field label={label} id={id} hint={hint} error={error} isLabelHidden={isLabelHidden}>
      <textarea
        id={id}
        rows={rows}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
        aria-invalid={error !== undefined || undefined}
        aria-describedby={describedBy(id, { hint, error })}
        spellCheck={isMono ? false : undefined}
        className={classes(controlLook, "w-full resize-y py-1.5", isMono && "mono", className)}
        {...rest}
      />
    </Field>
  );
}
