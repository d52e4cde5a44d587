import { type RefObject, useEffect, useRef } from "react";

export interface Pinch {
  /** Two fingers came down. */
  readonly onStart: () => void;
  /** How far apart they are now, against the beginning: above 1 is larger. */
  readonly onMove: (ratio: number) => void;
}

/** Two fingers on an element, told as a ratio; one finger is left to whoever scrolls. */
export function usePinch(area: RefObject<HTMLElement | null>, pinch: Pinch | null): void {
  const latest = useRef(pinch);
  latest.current = pinch;
  useEffect(() => {
    const element = area.current;
    if (!element) return;
    const abort = new AbortController();
    let from: number | null = null;
    element.addEventListener(
      "touchstart",
      (event) => {
        from = event.touches.length === 2 && latest.current ? distance(event.touches) : null;
        if (from !== null) latest.current?.onStart();
      },
      { passive: true, signal: abort.signal },
    );
    element.addEventListener(
      "touchmove",
      (event) => {
        if (from === null || from === 0 || event.touches.length !== 2) return;
        // The page itself must not grow.
        event.preventDefault();
        latest.current?.onMove(distance(event.touches) / from);
      },
      { passive: false, signal: abort.signal },
    );
    for (const type of ["touchend", "touchcancel"] as const)
      element.addEventListener(type, () => (from = null), { signal: abort.signal });
    return () => abort.abort();
  }, [area]);
}

function distance(touches: TouchList): number {
  const [first, second] = [touches[0], touches[1]];
  return first && second ? Math.hypot(first.clientX - second.clientX, first.clientY - second.clientY) : 0;
}
