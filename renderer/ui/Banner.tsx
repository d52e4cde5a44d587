import { Info, TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { classes } from "./classes.ts";

export interface BannerProps {
  /** `attention` only where a person must do something. */
  readonly tone: "info" | "attention";
  readonly title: string;
  readonly body?: string;
  /** What a screen reader says instead of a title that counts down: it would be said every second. */
  readonly announcement?: string;
  /** Buttons at its end. */
  readonly children?: ReactNode;
}

/** One line across the page about the state of the whole. */
export function Banner({ tone, title, body, announcement, children }: BannerProps) {
  const isAttention = tone === "attention";
  const Icon = isAttention ? TriangleAlert : Info;
  return (
    <div
      role="status"
      className={classes(
        "flex min-h-9 shrink-0 items-center gap-2 border-b border-line py-1 pr-2 pl-3 text-13",
        isAttention ? "bg-attention-soft" : "bg-accent-soft",
      )}
    >
      <Icon size={16} className={classes("shrink-0", isAttention ? "text-attention" : "text-accent")} aria-hidden />
      <p className="min-w-0 flex-1">
        {announcement !== undefined && <span className="sr-only">{announcement}</span>}
        <span className="font-medium" aria-hidden={announcement !== undefined}>
          {title}
        </span>
        {body !== undefined && <span className="text-muted"> {body}</span>}
      </p>
      {children}
    </div>
  );
}
