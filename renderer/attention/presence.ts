/** Whether somebody is at this page: it is visible, and they touched it not long ago. */
export interface PresenceState {
  readonly isVisible: boolean;
  /** When a key or pointer was last used here; null for never. Milliseconds since the epoch. */
  readonly usedAt: number | null;
}

/** Whether the person counts as being here at `now`, used within the last `withinMs`. */
export function isPresent({ isVisible, usedAt }: PresenceState, now: number, withinMs: number): boolean {
  return isVisible && usedAt !== null && now - usedAt < withinMs;
}

/** In how many milliseconds presence ends if nothing happens; null where there is none that could. */
export function presenceEndsIn(state: PresenceState, now: number, withinMs: number): number | null {
  return isPresent(state, now, withinMs) && state.usedAt !== null ? state.usedAt + withinMs - now : null;
}

export interface PresenceOptions {
  readonly target: Document;
  /** How long after the last touch one still counts as here; asked anew each time, as it is a setting. */
  readonly withinMs: () => number;
  /** Called with every change, and again by `repeat`. */
  readonly tell: (isActive: boolean) => void;
}

export interface PresenceWatch extends Disposable {
  /** Tells what is so now: a new link knows nothing of it. */
  repeat(): void;
}

const usingEvents = ["pointerdown", "pointermove", "keydown", "wheel", "touchstart"] as const;

/** Watches the page's visibility and use, and tells changes only. */
export function watchPresence({ target, withinMs, tell }: PresenceOptions): PresenceWatch {
  const abort = new AbortController();
  let state: PresenceState = { isVisible: target.visibilityState === "visible", usedAt: null };
  let wasActive = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const settle = (): void => {
    clearTimeout(timer);
    const now = Date.now();
    const isActive = isPresent(state, now, withinMs());
    const endsIn = presenceEndsIn(state, now, withinMs());
    if (endsIn !== null) timer = setTimeout(settle, endsIn);
    if (isActive === wasActive) return;
    wasActive = isActive;
    tell(isActive);
  };
  const use = (): void => {
    state = { ...state, usedAt: Date.now() };
    // While one is here, its end is looked at when the time is over: a moving pointer must cost nothing.
    if (!wasActive) settle();
  };
  for (const event of usingEvents)
    target.addEventListener(event, use, { capture: true, passive: true, signal: abort.signal });
  target.addEventListener(
    "visibilitychange",
    () => {
      state = { ...state, isVisible: target.visibilityState === "visible" };
      settle();
    },
    { signal: abort.signal },
  );
  return {
    repeat: () => {
      settle();
      if (wasActive) tell(true);
    },
    [Symbol.dispose]: () => {
      clearTimeout(timer);
      abort.abort();
    },
  };
}
