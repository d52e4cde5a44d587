import { AlertDialog as Radix } from "radix-ui";
import { Button } from "./Button.tsx";

export interface ConfirmDialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly onConfirm: () => void;
  readonly title: string;
  /** What will be lost and what not. */
  readonly body: string;
  /** The verb itself: "Delete session", never "OK". */
  readonly confirmLabel: string;
  readonly cancelLabel: string;
  readonly isDangerous?: boolean;
}

/** Asks once before something that cannot be undone. Focus begins on the safe choice. */
export function ConfirmDialog({
  isOpen,
  onClose,
  onConfirm,
  title,
  body,
  confirmLabel,
  cancelLabel,
  isDangerous = false,
}: ConfirmDialogProps) {
  return (
    <Radix.Root open={isOpen} onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-scrim" />
        <Radix.Content className="appear fixed inset-x-4 top-[22vh] z-40 mx-auto max-w-[400px] rounded border border-line bg-raised p-4 shadow outline-none">
          <Radix.Title className="text-15 font-semibold">{title}</Radix.Title>
          <Radix.Description className="mt-1 text-13 text-muted">{body}</Radix.Description>
          <div className="mt-4 flex justify-end gap-2">
            <Radix.Cancel asChild>
              <Button>{cancelLabel}</Button>
            </Radix.Cancel>
            <Radix.Action asChild>
              <Button look={isDangerous ? "danger" : "primary"} onClick={onConfirm}>
                {confirmLabel}
              </Button>
            </Radix.Action>
          </div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
