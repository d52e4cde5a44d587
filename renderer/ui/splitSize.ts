/** The limits of the first pane of a split, in pixels. */
export interface SplitLimits {
  readonly minimum: number;
  readonly maximum: number;
  /** What the second pane keeps at least. */
  readonly rest: number;
}

/** The size the first pane gets when `wanted` is asked for in a space of `total`; the minimum wins over the rest. */
export function splitSize(wanted: number, total: number, { minimum, maximum, rest }: SplitLimits): number {
  return Math.round(Math.max(minimum, Math.min(wanted, maximum, total - rest)));
}

/** The size after a key on the divider, or null for a key that means nothing to it. */
export function splitSizeAfterKey(
  key: string,
  size: number,
  isHorizontal: boolean,
  { minimum, maximum }: SplitLimits,
): number | null {
  const step = 16;
  if (key === (isHorizontal ? "ArrowLeft" : "ArrowUp")) return size - step;
  if (key === (isHorizontal ? "ArrowRight" : "ArrowDown")) return size + step;
  if (key === "Home") return minimum;
  if (key === "End") return maximum;
  return null;
}
