import { Tooltip as Radix } from "radix-ui";
import type { FocusEvent, ReactNode } from "react";
import { Kbd } from "./Kbd.tsx";

/** Once around the app: how long tooltips wait, and that the next one comes at once. */
export function TooltipProvider({ children }: { readonly children: ReactNode }) {
  return (
    <Radix.Provider delayDuration={400} skipDelayDuration={200} disableHoverableContent>
      {children}
    </Radix.Provider>
  );
}

export interface TooltipProps {
  readonly label: string;
  readonly keys?: readonly string[];
  readonly side?: "top" | "right" | "bottom" | "left";
  /** One element that takes a ref and focus. */
  readonly children: ReactNode;
}

/** Focus that came with a finger or a click asks for nothing: without this, what is closed by touch leaves a tooltip behind. */
function keepClosed(event: FocusEvent<HTMLElement>): void {
  if (!event.currentTarget.matches(":focus-visible")) event.preventDefault();
}

/** A name or a shortcut on hover and on focus by keyboard. Never the only place of something one must know: touch has no hover. */
export function Tooltip({ label, keys, side = "bottom", children }: TooltipProps) {
  return (
    <Radix.Root>
      <Radix.Trigger asChild onFocus={keepClosed}>
        {children}
      </Radix.Trigger>
      <Radix.Portal>
        <Radix.Content
          side={side}
          sideOffset={6}
          collisionPadding={8}
          className="pointer-events-none z-50 flex max-w-80 items-center gap-2 rounded border border-line bg-raised px-2 py-1 text-12 text-text shadow select-none"
        >
          {label}
          {keys && <Kbd keys={keys} />}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
