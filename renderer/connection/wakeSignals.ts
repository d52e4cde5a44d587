/** What tells that waiting makes no sense any more, or that the link may have died unnoticed. */
export interface WakeSources {
  readonly window: EventTarget;
  readonly document: EventTarget & { readonly visibilityState: string };
  /** The Network Information interface, where the browser has it. */
  readonly network: EventTarget | null;
}

/** Calls `wake` when the network comes back or changes, and when the page is seen again: after sleep, from the back-forward cache, by focus. */
export function onWake({ window, document, network }: WakeSources, wake: () => void): Disposable {
  const listening = new AbortController();
  const { signal } = listening;
  for (const name of ["online", "pageshow", "focus"]) window.addEventListener(name, wake, { signal });
  document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && wake(), { signal });
  // A page that the browser froze to save energy goes on without having been hidden.
  document.addEventListener("resume", wake, { signal });
  network?.addEventListener("change", wake, { signal });
  return { [Symbol.dispose]: () => listening.abort() };
}

/** The browser's own sources. */
export function browserWakeSources(): WakeSources {
  const network = "connection" in navigator ? navigator.connection : null;
  return { window, document, network: network instanceof EventTarget ? network : null };
}
