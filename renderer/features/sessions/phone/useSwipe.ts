import { type RefObject, useEffect, useRef, useState } from "react";
import { directionOf, swipeStep } from "./swipe.ts";

/**
 * Sideways swipes on an element. Not where something of its own scrolls sideways, nor where `data-swipe="none"` says so. The result is how
 * far the finger has moved, for what is shown meanwhile; 0 while it does not swipe.
 */
export function useSwipe(area: RefObject<HTMLElement | null>, onSwipe: (step: 1 | -1) => void): number {
  const [offset, setOffset] = useState(0);
  const latest = useRef(onSwipe);
  latest.current = onSwipe;
  useEffect(() => {
    const element = area.current;
    if (!element) return;
    const abort = new AbortController();
    let start: { x: number; y: number; time: number; isSideways: boolean } | null = null;
    const end = (): void => {
      start = null;
      setOffset(0);
    };
    element.addEventListener(
      "touchstart",
      (event) => {
        const touch = event.touches[0];
        end();
        if (event.touches.length !== 1 || !touch || isTaken(event.target, element)) return;
        start = { x: touch.clientX, y: touch.clientY, time: event.timeStamp, isSideways: false };
      },
      { passive: true, signal: abort.signal },
    );
    element.addEventListener(
      "touchmove",
      (event) => {
        const touch = event.touches[0];
        if (!start || !touch) return;
        if (event.touches.length !== 1) return end();
        const moved = { x: touch.clientX - start.x, y: touch.clientY - start.y };
        if (!start.isSideways) {
          const direction = directionOf(moved);
          if (direction === "upright") start = null;
          if (direction !== "sideways" || !start) return;
          start.isSideways = true;
        }
        event.preventDefault();
        event.stopPropagation();
        setOffset(moved.x);
      },
      // Before the terminal, which would scroll its lines by the same finger.
      { passive: false, capture: true, signal: abort.signal },
    );
    element.addEventListener(
      "touchend",
      (event) => {
        const touch = event.changedTouches[0];
        const step =
          start?.isSideways && touch
            ? swipeStep(touch.clientX - start.x, event.timeStamp - start.time, element.clientWidth)
            : 0;
        end();
        if (step !== 0) latest.current(step);
      },
      { signal: abort.signal },
    );
    element.addEventListener("touchcancel", end, { signal: abort.signal });
    return () => abort.abort();
  }, [area]);
  return offset;
}

function isTaken(target: EventTarget | null, area: HTMLElement): boolean {
  if (!(target instanceof Element)) return true;
  if (target.closest('[data-swipe="none"], [role="slider"], input, textarea')) return true;
  for (let element: Element | null = target; element && element !== area; element = element.parentElement) {
    const isWider = element.scrollWidth > element.clientWidth + 1;
    if (isWider && /auto|scroll/.test(getComputedStyle(element).overflowX)) return true;
  }
  return false;
}
