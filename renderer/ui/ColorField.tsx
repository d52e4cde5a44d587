import { useId } from "react";
import { classes } from "./classes.ts";
import { controlLook, describedBy, Field } from "./Field.tsx";

export interface ColorFieldProps {
  readonly label: string;
  /** `#rrggbb`. */
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
}

/** A colour, picked or typed. */
export function ColorField({ label, value, onChange, hint, error }: ColorFieldProps) {
  const id = useId();
  return (
    <Field label={label} id={id} hint={hint} error={error}>
      <div className="flex gap-2">
        <input
          type="color"
          aria-label={label}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
          className="h-8 w-10 shrink-0 rounded border border-line-strong bg-field p-1 max-wide:h-11"
        />
        <input
          id={id}
          value={value}
          spellCheck={false}
          autoComplete="off"
          onChange={(event) => onChange(event.currentTarget.value)}
          aria-invalid={error !== undefined || undefined}
          aria-describedby={describedBy(id, { hint, error })}
          className={classes(controlLook, "mono h-8 w-32 max-wide:h-11")}
        />
      </div>
    </Field>
  );
}
