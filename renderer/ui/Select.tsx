import { Check, ChevronDown } from "lucide-react";
import { Select as Radix } from "radix-ui";
import { useId } from "react";
import { classes } from "./classes.ts";
import { controlLook, describedBy, Field } from "./Field.tsx";

export interface SelectOption<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly hint?: string;
}

export interface SelectProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly options: readonly SelectOption<Value>[];
  readonly onChange: (value: Value) => void;
  readonly hint?: string | undefined;
  readonly error?: string | undefined;
  readonly isLabelHidden?: boolean;
  readonly disabled?: boolean;
  readonly className?: string;
}

/** One of a few, with its label. Type to jump to an option. */
export function Select<Value extends string>({
  label,
  hint,
  error,
  isLabelHidden = false,
  ...box
}: SelectProps<Value>) {
  const id = useId();
  return (
    <Field label={label} id={id} hint={hint} error={error} isLabelHidden={isLabelHidden}>
      <SelectBox id={id} describedBy={describedBy(id, { hint, error })} {...box} />
    </Field>
  );
}

export interface SelectBoxProps<Value extends string> {
  readonly id: string;
  readonly value: Value;
  readonly options: readonly SelectOption<Value>[];
  readonly onChange: (value: Value) => void;
  readonly disabled?: boolean;
  readonly describedBy?: string | undefined;
  readonly className?: string;
}

/** The control alone, for a place that brings its own label. */
export function SelectBox<Value extends string>({
  id,
  value,
  options,
  onChange,
  disabled = false,
  describedBy: describers,
  className,
}: SelectBoxProps<Value>) {
  const choose = (chosen: string): void => {
    const option = options.find((candidate) => candidate.value === chosen);
    if (option) onChange(option.value);
  };
  return (
    <Radix.Root value={value} onValueChange={choose} disabled={disabled}>
      <Radix.Trigger
        id={id}
        aria-describedby={describers}
        className={classes(
          controlLook,
          "flex h-8 items-center justify-between gap-2 text-left max-wide:h-11",
          className ?? "w-full",
        )}
      >
        <span className="truncate">
          <Radix.Value />
        </span>
        <ChevronDown size={14} className="shrink-0 text-muted" aria-hidden />
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          position="popper"
          sideOffset={4}
          collisionPadding={8}
          className="appear z-50 max-h-80 min-w-(--radix-select-trigger-width) overflow-hidden rounded border border-line bg-raised shadow"
        >
          <Radix.Viewport className="p-1">
            {options.map((option) => (
              <Radix.Item
                key={option.value}
                value={option.value}
                className="flex min-h-7 items-center gap-2 rounded px-2 py-1 text-13 outline-none select-none data-highlighted:bg-hover max-wide:min-h-11"
              >
                <span className="flex w-4 shrink-0 justify-center">
                  <Radix.ItemIndicator>
                    <Check size={14} aria-hidden />
                  </Radix.ItemIndicator>
                </span>
                <span className="min-w-0">
                  <Radix.ItemText>{option.label}</Radix.ItemText>
                  {option.hint !== undefined && <span className="block text-12 text-muted">{option.hint}</span>}
                </span>
              </Radix.Item>
            ))}
          </Radix.Viewport>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
