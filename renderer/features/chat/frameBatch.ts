/**
 * Gathers what arrives and hands it over once a frame; at once while nobody sees the page, as hidden pages have no frames. So a fast
 * stream costs one drawing a frame, however many pieces it comes in.
 */
export function createFrameBatch<T>(
  handOver: (items: readonly T[]) => void,
  frames: {
    readonly isSeen: () => boolean;
    readonly request: (run: () => void) => number;
    readonly cancel: (handle: number) => void;
  } = {
    isSeen: () => document.visibilityState === "visible",
    request: (run) => requestAnimationFrame(run),
    cancel: (handle) => cancelAnimationFrame(handle),
  },
): { add(item: T): void; flush(): void } & Disposable {
  let waiting: T[] = [];
  let handle: number | null = null;
  const flush = (): void => {
    if (handle !== null) frames.cancel(handle);
    handle = null;
    if (waiting.length === 0) return;
    const items = waiting;
    waiting = [];
    handOver(items);
  };
  return {
    add: (item) => {
      waiting.push(item);
      // A page that is hidden with a frame still due would keep what waits until it is seen again.
      if (!frames.isSeen()) flush();
      else
        handle ??= frames.request(() => {
          handle = null;
          flush();
        });
    },
    flush,
    [Symbol.dispose]: () => {
      if (handle !== null) frames.cancel(handle);
      handle = null;
      waiting = [];
    },
  };
}
