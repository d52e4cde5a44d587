import { Switch as Radix } from "radix-ui";
import { useId } from "react";

export interface SwitchProps {
  readonly label: string;
  readonly isOn: boolean;
  readonly onChange: (isOn: boolean) => void;
  readonly hint?: string;
  readonly isLabelHidden?: boolean;
  readonly disabled?: boolean;
}

/** The track and the thumb, for a switch whose label stands elsewhere. */
export const switchLook =
  "relative mt-0.5 h-4 w-7 shrink-0 rounded-full border border-line-strong bg-selected transition-colors disabled:opacity-50 data-[state=checked]:border-accent data-[state=checked]:bg-accent max-wide:mt-0 max-wide:h-6 max-wide:w-11";
export const switchThumbLook =
  "block size-3 translate-x-px rounded-full bg-text transition-transform data-[state=checked]:translate-x-[13px] data-[state=checked]:bg-on-accent max-wide:size-5 max-wide:data-[state=checked]:translate-x-[21px]";

/** On or off, at once. For a choice that takes effect with a button, use Checkbox. */
export function Switch({ label, isOn, onChange, hint, isLabelHidden = false, disabled = false }: SwitchProps) {
  const id = useId();
  return (
    <div className="flex items-start gap-2.5 max-wide:min-h-11 max-wide:items-center">
      <Radix.Root
        id={id}
        checked={isOn}
        onCheckedChange={onChange}
        disabled={disabled}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        className={switchLook}
      >
        <Radix.Thumb className={switchThumbLook} />
      </Radix.Root>
      <div className={isLabelHidden ? "sr-only" : "min-w-0"}>
        <label htmlFor={id} className="text-13">
          {label}
        </label>
        {hint !== undefined && (
          <p id={`${id}-hint`} className="text-12 text-muted">
            {hint}
          </p>
        )}
      </div>
    </div>
  );
}
