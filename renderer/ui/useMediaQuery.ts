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

/** Where list and pane fit beside each other: the query of the `wide:` classes. */
const wideQuery = "(min-width: 768px) and ((min-height: 480px) or (pointer: fine))";

/** True where list and pane fit beside each other. */
export function useIsWide(): boolean {
  return useMediaQuery(wideQuery);
}

/** A small screen under a finger: a phone, rather than a narrow window on a desk. */
const handheldQuery = `(pointer: coarse) and (not (${wideQuery}))`;

/** True on a phone. */
export function useIsHandheld(): boolean {
  return useMediaQuery(handheldQuery);
}

/** The same where no component asks. */
export function isHandheld(): boolean {
  return window.matchMedia(handheldQuery).matches;
}
