import type { KeyboardEvent, PointerEvent } from "react";
import type { Playback } from "./playback.ts";

export interface SeekBarProps {
  readonly playback: Playback;
  /** How busy each part was, 0 to 1. */
  readonly bars: readonly number[];
  readonly label: string;
  readonly valueText: string;
  readonly onSeek: (time: number) => void;
}

/** The timeline: where it was busy, where the player stands; dragging and keys seek. */
export function SeekBar({ playback, bars, label, valueText, onSeek }: SeekBarProps) {
  const span = Math.max(playback.end - playback.start, 1);
  const done = (playback.position - playback.start) / span;
  const seekTo = (event: PointerEvent<HTMLDivElement>): void => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const box = event.currentTarget.getBoundingClientRect();
    onSeek(playback.start + Math.min(Math.max((event.clientX - box.left) / box.width, 0), 1) * span);
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    const steps: Readonly<Record<string, number>> = { ArrowLeft: -0.01, ArrowRight: 0.01, PageDown: -0.1, PageUp: 0.1 };
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    onSeek(playback.position + Math.sign(step) * Math.max(Math.abs(step) * span, 1000));
  };
  return (
    <div
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={Math.round(span / 1000)}
      aria-valuenow={Math.round((playback.position - playback.start) / 1000)}
      aria-valuetext={valueText}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        seekTo(event);
      }}
      onPointerMove={seekTo}
      className="relative h-7 min-w-40 flex-1 touch-none overflow-hidden rounded bg-sunken"
    >
      <svg
        className="absolute inset-0 size-full text-faint"
        viewBox={`0 0 ${Math.max(bars.length, 1)} 1`}
        preserveAspectRatio="none"
        aria-hidden="true"
      >
        {bars.map((bar, index) => (
          <rect
            // biome-ignore lint/suspicious/noArrayIndexKey: a bar is its place
            key={index}
            x={index}
            y={1 - bar * 0.9}
            width={0.8}
            height={bar * 0.9}
            fill="currentColor"
            opacity={0.6}
          />
        ))}
      </svg>
      <div
        className="absolute inset-y-0 left-0 border-r-2 border-accent bg-accent-soft opacity-70"
        style={{ width: `${done * 100}%` }}
      />
    </div>
  );
}
