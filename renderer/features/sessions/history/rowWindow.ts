/**
 * Browsers limit the height of an element (Chromium near 33 million pixels, others less), and a history may have more rows than that.
 * So the scrolled element is a block of rows around the ones in view; near its edge the block moves on, unnoticed.
 */
export const blockRows = 200_000;
const edgeRows = 20_000;

export interface RowRange {
  readonly first: number;
  /** Exclusive. */
  readonly end: number;
}

/** The block for a view whose topmost row is `top`: the present one if `top` is well inside it, else one around `top`. */
export function blockAround(top: number, all: RowRange, present: RowRange | null): RowRange {
  if (all.end - all.first <= blockRows) return all;
  if (present && isWellInside(top, present, all))
    return {
      first: Math.max(present.first, all.first),
      end: present.end === all.end ? all.end : Math.min(present.end, all.end),
    };
  const first = Math.min(Math.max(Math.floor(top) - blockRows / 2, all.first), all.end - blockRows);
  return { first, end: first + blockRows };
}

function isWellInside(top: number, block: RowRange, all: RowRange): boolean {
  const isBelowTop = top >= block.first + edgeRows || block.first <= all.first;
  const isAboveEnd = top < block.end - edgeRows || block.end >= all.end;
  return top >= block.first && top < block.end && isBelowTop && isAboveEnd;
}

/** The rows to render for a view of `visible` rows from `top`, with some beyond both edges so that scrolling shows no gaps. */
export function renderedRange(top: number, visible: number, all: RowRange, overscan: number): RowRange {
  const first = Math.max(Math.floor(top) - overscan, all.first);
  const end = Math.min(Math.ceil(top + visible) + overscan, all.end);
  return { first: Math.min(first, all.end), end: Math.max(end, all.first) };
}
