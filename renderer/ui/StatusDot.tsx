import { classes } from "./classes.ts";

/** Each has a shape of its own, so that nobody needs to tell colours apart. `attention` is for "needs you" alone. */
export type StatusShape = "running" | "starting" | "idle" | "done" | "warning" | "failed" | "attention";

const shapes: Readonly<Record<StatusShape, { readonly look: string; readonly path: React.ReactNode }>> = {
  running: { look: "text-accent", path: <circle cx="5" cy="5" r="4" fill="currentColor" /> },
  starting: {
    look: "text-accent",
    path: <circle cx="5" cy="5" r="3.25" fill="none" stroke="currentColor" strokeWidth="1.5" strokeDasharray="3 2" />,
  },
  idle: {
    look: "text-faint",
    path: <circle cx="5" cy="5" r="3.25" fill="none" stroke="currentColor" strokeWidth="1.5" />,
  },
  done: {
    look: "text-accent",
    path: (
      <path
        d="M1.5 5.5L4 8l4.5-6"
        fill="none"
        stroke="currentColor"
        strokeWidth="2"
        strokeLinecap="round"
        strokeLinejoin="round"
      />
    ),
  },
  warning: {
    look: "text-text",
    path: <path d="M5 1.2L9 8.8H1z" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinejoin="round" />,
  },
  failed: {
    look: "text-danger",
    path: <path d="M2 2l6 6M8 2l-6 6" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />,
  },
  attention: { look: "text-attention-mark", path: <path d="M5 .5L9.5 5 5 9.5.5 5z" fill="currentColor" /> },
};

export interface StatusDotProps {
  readonly shape: StatusShape;
  /** The word for it. */
  readonly label: string;
  /** The word stands elsewhere on screen: say it to screen readers only. */
  readonly isLabelHidden?: boolean;
  readonly className?: string;
}

/** A status by shape, word and colour. */
export function StatusDot({ shape, label, isLabelHidden = false, className }: StatusDotProps) {
  const { look, path } = shapes[shape];
  return (
    <span className={classes("inline-flex items-center gap-1.5", className)}>
      <svg width="10" height="10" viewBox="0 0 10 10" className={classes("shrink-0", look)} aria-hidden="true">
        {path}
      </svg>
      <span className={isLabelHidden ? "sr-only" : undefined}>{label}</span>
    </span>
  );
}
