import { type PointerEvent, type ReactNode, useRef } from "react";
import { classes } from "./classes.ts";
import { type SplitLimits, splitSize, splitSizeAfterKey } from "./splitSize.ts";

export interface SplitPaneProps {
  readonly direction: "horizontal" | "vertical";
  /** The first pane's size in pixels; the owner keeps it. */
  readonly size: number;
  readonly onSize: (size: number) => void;
  readonly limits: SplitLimits;
  /** What the divider does: "Width of the list". */
  readonly label: string;
  readonly first: ReactNode;
  readonly second: ReactNode;
}

/** Two panes and a divider that the pointer and the arrow keys move. */
export function SplitPane({ direction, size, onSize, limits, label, first, second }: SplitPaneProps) {
  const frame = useRef<HTMLDivElement>(null);
  const isHorizontal = direction === "horizontal";

  const total = (): number => (isHorizontal ? frame.current?.clientWidth : frame.current?.clientHeight) ?? 0;
  const set = (wanted: number): void => onSize(splitSize(wanted, total(), limits));
  const onPointerMove = (event: PointerEvent<HTMLDivElement>): void => {
    if (!frame.current || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const box = frame.current.getBoundingClientRect();
    set(isHorizontal ? event.clientX - box.left : event.clientY - box.top);
  };

  return (
    <div ref={frame} className={classes("flex min-h-0 min-w-0 flex-1", isHorizontal ? "flex-row" : "flex-col")}>
      <div className="flex min-h-0 min-w-0 shrink-0 flex-col" style={isHorizontal ? { width: size } : { height: size }}>
        {first}
      </div>
      {/* biome-ignore lint/a11y/useSemanticElements: a divider that moves is a widget, which hr is not */}
      <div
        role="separator"
        tabIndex={0}
        aria-label={label}
        aria-orientation={isHorizontal ? "vertical" : "horizontal"}
        aria-valuenow={size}
        aria-valuemin={limits.minimum}
        aria-valuemax={limits.maximum}
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={onPointerMove}
        onKeyDown={(event) => {
          const next = splitSizeAfterKey(event.key, size, isHorizontal, limits);
          if (next === null) return;
          event.preventDefault();
          set(next);
        }}
        className={classes(
          "relative z-10 shrink-0 touch-none bg-line transition-colors before:absolute hover:bg-accent",
          isHorizontal
            ? "w-px cursor-col-resize before:inset-y-0 before:-left-1 before:w-2"
            : "h-px cursor-row-resize before:inset-x-0 before:-top-1 before:h-2",
        )}
      />
      <div className="flex min-h-0 min-w-0 flex-1 flex-col">{second}</div>
    </div>
  );
}
