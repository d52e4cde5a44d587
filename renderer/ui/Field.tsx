import type { ReactNode } from "react";

export interface FieldProps {
  readonly label: string;
  /** The id of the control, which must also carry `aria-describedby={describedBy(id, …)}`. */
  readonly id: string;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
  /** The label is for screen readers only, where the place says what it is. */
  readonly isLabelHidden?: boolean;
  readonly children: ReactNode;
}

/** A label above a control, a hint and an error below it. */
export function Field({ label, id, hint, error, isLabelHidden = false, children }: FieldProps) {
  return (
    <div className="flex min-w-0 flex-col gap-1">
      <label htmlFor={id} className={isLabelHidden ? "sr-only" : "text-13 font-medium text-text"}>
        {label}
      </label>
      {children}
      {error !== undefined && (
        <p id={`${id}-error`} role="alert" className="text-12 text-danger">
          {error}
        </p>
      )}
      {hint !== undefined && (
        <p id={`${id}-hint`} className="text-12 text-muted">
          {hint}
        </p>
      )}
    </div>
  );
}

/** The ids of a field's hint and error, for `aria-describedby`. */
export function describedBy(
  id: string,
  { hint, error }: { readonly hint?: string | undefined; readonly error?: string | undefined },
): string | undefined {
  const ids = [error === undefined ? null : `${id}-error`, hint === undefined ? null : `${id}-hint`].filter(
    (part) => part !== null,
  );
  return ids.length === 0 ? undefined : ids.join(" ");
}

/** How every box that takes input looks. */
export const controlLook =
  "rounded border border-line-strong bg-field px-2.5 text-13 text-text transition-colors hover:border-faint " +
  "focus-visible:outline-offset-0 disabled:opacity-60 aria-invalid:border-danger max-wide:text-15";
