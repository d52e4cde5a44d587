import { useCallback, useSyncExternalStore } from "react";

/** Whether a media query matches now; re-renders when that changes. */
export function useMediaQuery(query: string): boolean {
  const subscribe = useCallback(
    (listener: () => void) => {
      const list = window.matchMedia(query);
      list.addEventListener("change", listener);
      return () => list.removeEventListener("change", listener);
    },
    [query],
  );
  return useSyncExternalStore(subscribe, () => window.matchMedia(query).matches);
}

/** True where list and pane fit beside each other; the same width as the `wide:` classes. */
export function useIsWide(): boolean {
  return useMediaQuery("(min-width: 768px)");
}
