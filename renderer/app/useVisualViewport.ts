import { useEffect } from "react";
import { type VisibleArea, visibleArea } from "./visibleArea.ts";

/**
 * Keeps the frame in what is really visible. Some systems (iOS) lay their keyboard over the page instead of making it smaller: the
 * terminal's cursor and the input line must not be under it.
 */
export function useVisualViewport(): void {
  useEffect(() => {
    const viewport = window.visualViewport;
    if (!viewport) return;
    const { style } = document.documentElement;
    const apply = (): void => {
      const { height, top }: VisibleArea = visibleArea(viewport, window.innerHeight);
      style.setProperty("--frame-height", height === null ? "100dvh" : `${height}px`);
      style.setProperty("--frame-top", `${top}px`);
    };
    const abort = new AbortController();
    apply();
    for (const event of ["resize", "scroll"] as const)
      viewport.addEventListener(event, apply, { signal: abort.signal });
    return () => abort.abort();
  }, []);
}
