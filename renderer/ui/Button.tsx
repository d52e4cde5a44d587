import type { ButtonHTMLAttributes, Ref } from "react";
import { classes } from "./classes.ts";
import { Spinner } from "./Spinner.tsx";

const looks = {
  primary: "bg-accent text-on-accent border-transparent hover:bg-accent-hover",
  secondary: "bg-raised text-text border-line-strong hover:bg-hover",
  ghost: "bg-transparent text-text border-transparent hover:bg-hover",
  danger: "bg-danger text-on-danger border-transparent hover:bg-danger-hover",
} as const;

const sizes = { small: "h-7 px-2.5 text-12", normal: "h-8 px-3 text-13" } as const;

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly look?: keyof typeof looks;
  readonly size?: keyof typeof sizes;
  /** Shows that the work is under way and keeps the button from being pressed again. */
  readonly isBusy?: boolean;
  readonly ref?: Ref<HTMLButtonElement>;
}

/** A button with words. One `primary` a view. */
export function Button({
  look = "secondary",
  size = "normal",
  isBusy = false,
  className,
  children,
  disabled,
  type = "button",
  ...rest
}: ButtonProps) {
  return (
    <button
      type={type}
      disabled={disabled === true || isBusy}
      aria-busy={isBusy || undefined}
      className={classes(
        "inline-flex shrink-0 items-center justify-center gap-1.5 rounded border font-medium whitespace-nowrap select-none",
        "transition-colors disabled:opacity-50 max-wide:min-h-11",
        looks[look],
        sizes[size],
        className,
      )}
      {...rest}
    >
      {isBusy && <Spinner />}
      {children}
    </button>
  );
}
