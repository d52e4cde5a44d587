import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";

export interface EmptyStateProps {
  readonly icon: LucideIcon;
  readonly title: string;
  /** What this place is for. */
  readonly body: string;
  /** The one button to begin. */
  readonly action?: ReactNode;
}

/** What an empty place says. */
export function EmptyState({ icon: Icon, title, body, action }: EmptyStateProps) {
  return (
    <div className="flex h-full min-h-60 flex-col items-center justify-center p-8 text-center">
      <div className="mb-3 flex size-10 items-center justify-center rounded border border-line bg-surface text-muted">
        <Icon size={20} strokeWidth={1.5} aria-hidden />
      </div>
      <h2 className="text-15 font-semibold">{title}</h2>
      <p className="mt-1 max-w-96 text-13 text-balance text-muted">{body}</p>
      {action !== undefined && <div className="mt-4 flex gap-2">{action}</div>}
    </div>
  );
}
