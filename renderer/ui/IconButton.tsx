import type { LucideIcon } from "lucide-react";
import type { ButtonHTMLAttributes, Ref } from "react";
import { classes } from "./classes.ts";
import { Tooltip } from "./Tooltip.tsx";

export interface IconButtonProps extends Omit<ButtonHTMLAttributes<HTMLButtonElement>, "aria-label" | "title"> {
  readonly icon: LucideIcon;
  /** Its name for a screen reader and in the tooltip. */
  readonly label: string;
  /** Key caps shown in the tooltip. */
  readonly keys?: readonly string[];
  readonly isPressed?: boolean;
  readonly tooltipSide?: "top" | "right" | "bottom" | "left";
  readonly ref?: Ref<HTMLButtonElement>;
}

/** A button with an icon only; its words are in the tooltip. */
export function IconButton({
  icon: Icon,
  label,
  keys,
  isPressed,
  tooltipSide = "bottom",
  className,
  type = "button",
  ...rest
}: IconButtonProps) {
  return (
    <Tooltip label={label} side={tooltipSide} {...(keys ? { keys } : {})}>
      <button
        type={type}
        aria-label={label}
        aria-pressed={isPressed}
        className={classes(
          "inline-flex size-7 shrink-0 items-center justify-center rounded text-muted transition-colors hover:bg-hover hover:text-text",
          "disabled:opacity-50 disabled:hover:bg-transparent aria-pressed:bg-selected aria-pressed:text-text max-wide:size-11",
          className,
        )}
        {...rest}
      >
        <Icon size={16} strokeWidth={1.75} aria-hidden />
      </button>
    </Tooltip>
  );
}
