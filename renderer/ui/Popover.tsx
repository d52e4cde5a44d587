import { Popover as Radix } from "radix-ui";
import type { ReactNode } from "react";

export interface PopoverProps {
  /** Its name for who cannot see where it came from. */
  readonly label: string;
  readonly side?: "top" | "bottom";
  /** The button that opens it: one element that takes a ref. */
  readonly trigger: ReactNode;
  readonly children: ReactNode;
}

/** A little more about one thing, beside it: opened by a press, closed by Escape or a press elsewhere. */
export function Popover({ label, side = "top", trigger, children }: PopoverProps) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild>{trigger}</Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          aria-label={label}
          side={side}
          align="start"
          sideOffset={6}
          collisionPadding={8}
          className="appear z-50 w-80 max-w-[calc(100vw-16px)] rounded border border-line bg-raised p-3 text-13 text-text shadow outline-none"
        >
          {children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
