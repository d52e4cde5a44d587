import { BellDot, CircleAlert, CircleCheck, Info, X } from "lucide-react";
import { Toast as Radix } from "radix-ui";
import { Button } from "./Button.tsx";
import { classes } from "./classes.ts";
import { IconButton } from "./IconButton.tsx";

export interface ToastContent {
  readonly id: number;
  readonly tone: "info" | "success" | "error" | "attention";
  readonly title: string;
  readonly body?: string;
  readonly action?: { readonly label: string; readonly run: () => void };
}

export interface ToastListProps {
  readonly toasts: readonly ToastContent[];
  readonly onDismiss: (id: number) => void;
  /** The region's name: "Messages". F8 goes there. */
  readonly label: string;
  readonly closeLabel: string;
}

const colors = {
  info: "text-accent",
  success: "text-accent",
  error: "text-danger",
  attention: "text-attention",
} as const;
const icons = { info: Info, success: CircleCheck, error: CircleAlert, attention: BellDot } as const;
/** Long enough to read two lines twice. */
const shownForMs = 6000;

/** The stack of short messages at the corner; on a phone below the page's header, where it covers nothing that the thumb needs. Errors stay until they are put away. */
export function ToastList({ toasts, onDismiss, label, closeLabel }: ToastListProps) {
  return (
    <Radix.Provider label={label} swipeDirection="right">
      {toasts.map((toast) => {
        const Icon = icons[toast.tone];
        return (
          <Radix.Root
            key={toast.id}
            duration={toast.tone === "error" ? Number.POSITIVE_INFINITY : shownForMs}
            type={toast.tone === "error" ? "foreground" : "background"}
            onOpenChange={(isOpen) => !isOpen && onDismiss(toast.id)}
            className="appear flex items-start gap-2.5 rounded border border-line bg-raised py-2.5 pr-1.5 pl-3 shadow"
          >
            <Icon size={16} className={classes("mt-0.5 shrink-0", colors[toast.tone])} aria-hidden />
            <div className="min-w-0 flex-1 py-px">
              <Radix.Title className="text-13 font-medium break-words">{toast.title}</Radix.Title>
              {toast.body !== undefined && (
                <Radix.Description className="line-clamp-3 text-13 break-words text-muted">
                  {toast.body}
                </Radix.Description>
              )}
              {toast.action && (
                <Radix.Action asChild altText={toast.action.label}>
                  <Button size="small" className="mt-2" onClick={toast.action.run}>
                    {toast.action.label}
                  </Button>
                </Radix.Action>
              )}
            </div>
            <Radix.Close asChild>
              <IconButton icon={X} label={closeLabel} tooltipSide="left" className="-mt-0.5" />
            </Radix.Close>
          </Radix.Root>
        );
      })}
      <Radix.Viewport
        label={`${label} ({hotkey})`}
        className="fixed right-3 bottom-10 z-50 m-0 flex w-[min(360px,calc(100vw-24px))] list-none flex-col gap-2 outline-none max-wide:top-[calc(80px+env(safe-area-inset-top))] max-wide:bottom-auto"
      />
    </Radix.Provider>
  );
}
