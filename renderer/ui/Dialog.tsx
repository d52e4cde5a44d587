import { X } from "lucide-react";
import { Dialog as Radix } from "radix-ui";
import { type ReactNode, type RefObject, useRef } from "react";
import { classes } from "./classes.ts";
import { IconButton } from "./IconButton.tsx";

export interface DialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly title: string;
  readonly description?: string;
  readonly closeLabel: string;
  /** Buttons, the main one last. */
  readonly footer?: ReactNode;
  readonly size?: "small" | "normal" | "wide";
  /** Where focus goes; the first control below the title if left out. */
  readonly initialFocus?: RefObject<HTMLElement | null>;
  readonly children: ReactNode;
}

/** What a person came to fill in or choose; not the cross, which would be the first in reading order. */
const firstControl =
  'input:not([type="hidden"]):not(:disabled), textarea:not(:disabled), select, button:not(:disabled), [href]';

const widths = { small: "wide:max-w-[400px]", normal: "wide:max-w-[560px]", wide: "wide:max-w-[800px]" } as const;

/** A question or a form above the page: Escape and the scrim close it, focus stays inside and goes back afterwards. A sheet on a phone. */
export function Dialog({
  isOpen,
  onClose,
  title,
  description,
  closeLabel,
  footer,
  size = "normal",
  initialFocus,
  children,
}: DialogProps) {
  const body = useRef<HTMLDivElement>(null);
  return (
    <Radix.Root open={isOpen} onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-scrim" />
        <Radix.Content
          {...(description === undefined ? { "aria-describedby": undefined } : {})}
          onOpenAutoFocus={(event) => {
            const target = initialFocus?.current ?? body.current?.querySelector<HTMLElement>(firstControl);
            event.preventDefault();
            // With nothing to fill in yet it is the dialog itself, so that Escape and the reader begin here.
            if (target) target.focus();
            else if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus();
          }}
          className={classes(
            "appear fixed z-40 flex flex-col overflow-hidden border border-line bg-raised shadow outline-none",
            "inset-x-0 bottom-0 max-h-[92dvh] rounded-t wide:inset-x-4 wide:top-[12vh] wide:bottom-auto wide:mx-auto wide:max-h-[76vh] wide:rounded",
            widths[size],
          )}
        >
          <header className="flex items-start gap-3 px-4 pt-3.5 pb-2.5 max-wide:pt-2 max-wide:pb-1.5">
            <div className="min-w-0 flex-1 max-wide:pt-2.5">
              <Radix.Title className="text-15 font-semibold">{title}</Radix.Title>
              {description !== undefined && (
                <Radix.Description className="mt-0.5 text-13 text-muted">{description}</Radix.Description>
              )}
            </div>
            <Radix.Close asChild>
              <IconButton icon={X} label={closeLabel} className="-mt-1 -mr-1.5" />
            </Radix.Close>
          </header>
          <div ref={body} className="min-h-0 flex-1 overflow-y-auto px-4 pt-1 pb-4">
            {children}
          </div>
          {footer !== undefined && (
            <footer className="flex justify-end gap-2 border-t border-line px-4 pt-3 pb-[calc(12px+env(safe-area-inset-bottom))]">
              {footer}
            </footer>
          )}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
