import type { LucideIcon } from "lucide-react";
import type { ReactNode } from "react";
import { classes } from "../../../ui/classes.ts";

export interface TerminalBarProps {
  readonly icon: LucideIcon;
  readonly text: ReactNode;
  readonly tone?: "plain" | "danger";
  /** Buttons at its end. */
  readonly children?: ReactNode;
}

/** One line beside a terminal that says something about it and offers what to do. */
export function TerminalBar({ icon: Icon, text, tone = "plain", children }: TerminalBarProps) {
  return (
    <div
      role="status"
      className="flex min-h-9 shrink-0 flex-wrap items-center gap-x-2 gap-y-1 border-t border-line bg-surface px-3 py-1 text-12"
    >
      <Icon size={14} className={classes("shrink-0", tone === "danger" ? "text-danger" : "text-muted")} aria-hidden />
      <p className="min-w-0 flex-1 text-muted">{text}</p>
      {children}
    </div>
  );
}
