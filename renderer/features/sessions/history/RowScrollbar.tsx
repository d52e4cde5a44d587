import { type KeyboardEvent, type PointerEvent, useRef } from "react";
import type { RowRange } from "./rowWindow.ts";

export interface RowScrollbarProps {
  readonly top: number;
  readonly visible: number;
  readonly all: RowRange;
  readonly onMove: (top: number) => void;
  readonly label: string;
}

const minimumThumb = 0.03;

/** A scrollbar over all rows, which may be far more than one scrolled element can hold. */
export function RowScrollbar({ top, visible, all, onMove, label }: RowScrollbarProps) {
  const track = useRef<HTMLDivElement>(null);
  const count = Math.max(all.end - all.first, 1);
  const length = Math.min(Math.max(visible / count, minimumThumb), 1);
  const most = Math.max(count - visible, 1);
  const place = Math.min(Math.max((top - all.first) / most, 0), 1) * (1 - length);
  const move = (event: PointerEvent): void => {
    const box = track.current?.getBoundingClientRect();
    if (!box || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const part = ((event.clientY - box.top) / box.height - length / 2) / Math.max(1 - length, 0.001);
    onMove(all.first + Math.min(Math.max(part, 0), 1) * most);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const steps: Readonly<Record<string, number>> = { ArrowUp: -1, ArrowDown: 1, PageUp: -visible, PageDown: visible };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    onMove(top + step);
  };
  if (visible >= count) return null;
  return (
    <div
      ref={track}
      role="scrollbar"
      tabIndex={0}
      aria-label={label}
      aria-orientation="vertical"
      aria-controls="content"
      aria-valuemin={all.first}
      aria-valuemax={all.end}
      aria-valuenow={Math.round(top)}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        move(event);
      }}
      onPointerMove={move}
      onKeyDown={onKeyDown}
      className="focus-inset absolute inset-y-0 right-0 w-3 touch-none hover:bg-hover max-wide:w-6"
    >
      <div
        className="absolute right-0.5 w-2 rounded bg-line-strong hover:bg-faint"
        style={{ top: `${place * 100}%`, height: `${length * 100}%` }}
      />
    </div>
  );
}
