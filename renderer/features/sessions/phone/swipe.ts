export interface Moved {
  readonly x: number;
  readonly y: number;
}

/** What a finger that moved this far means; null while it may still become either. */
export function directionOf({ x, y }: Moved): "sideways" | "upright" | null {
  if (Math.hypot(x, y) < decidePixels) return null;
  // Sideways only when it clearly is: scrolling is what one does more.
  return Math.abs(x) > Math.abs(y) * 1.7 ? "sideways" : "upright";
}

const decidePixels = 12;

/** Whether to go to the next (1) or previous (-1) session when the finger leaves, on a screen of this width; 0 to stay. */
export function swipeStep(x: number, elapsedMs: number, width: number): -1 | 0 | 1 {
  const isFar = Math.abs(x) > width * 0.3;
  const isQuick = Math.abs(x) > 48 && Math.abs(x) / Math.max(elapsedMs, 1) > 0.5;
  if (!isFar && !isQuick) return 0;
  return x < 0 ? 1 : -1;
}
