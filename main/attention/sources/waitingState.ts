/**
 * Whether a tool works or waits, judged by nothing but when it prints and when somebody types. Pure: times come with the events, in
 * milliseconds, and never run backwards.
 */
export interface WaitingState {
  readonly phase: "idle" | "working" | "waiting";
  /** When the output that goes on now began, and when it last did. */
  readonly since: number;
  readonly outputAt: number;
  /** When a person last did something, or the terminal was resized: what follows at once is an echo or a redraw, not work. */
  readonly touchedAt: number;
  readonly typedAt: number;
}

export type WaitingEvent = { readonly at: number } & (
  | { readonly kind: "output" }
  | { readonly kind: "typed" }
  | { readonly kind: "looked" }
  | { readonly kind: "resized" }
  /** Time has passed. */
  | { readonly kind: "tick" }
);

export interface WaitingStep {
  readonly state: WaitingState;
  /** `look`: it is quiet; whether it waits is seen on the screen. `close`: somebody is there, or it goes on. */
  readonly effect: "look" | "close" | null;
  /** Whether there was real work before the quiet. */
  readonly hasWorked: boolean;
}

/** Output that goes on for this long is work. */
export const workMs = 1_500;
/** Output this soon after typing or resizing is its echo. */
export const echoMs = 400;

const never = Number.NEGATIVE_INFINITY;
export const initialState: WaitingState = {
  phase: "idle",
  since: never,
  outputAt: never,
  touchedAt: never,
  typedAt: never,
};

export function step(state: WaitingState, event: WaitingEvent, quietMs: number): WaitingStep {
  switch (event.kind) {
    case "output":
      return event.at - state.touchedAt < echoMs ? nothing(state) : output(state, event.at, quietMs);
    case "typed":
      return touched({ ...state, touchedAt: event.at, typedAt: event.at });
    case "looked":
      return touched({ ...state, touchedAt: event.at });
    case "resized":
      return nothing({ ...state, touchedAt: event.at });
    case "tick":
      return tick(state, event.at, quietMs);
  }
}

/** When to look again; null if nothing but an event changes anything. */
export function nextTick(state: WaitingState, quietMs: number): number | null {
  return state.phase === "working" ? Math.max(state.outputAt, state.typedAt) + quietMs : null;
}

function nothing(state: WaitingState): WaitingStep {
  return { state, effect: null, hasWorked: false };
}

function output(state: WaitingState, at: number, quietMs: number): WaitingStep {
  const goesOn = at - state.outputAt < quietMs;
  const since = goesOn ? state.since : at;
  if (state.phase !== "waiting") return nothing({ ...state, phase: "working", since, outputAt: at });
  // A clock in a status line, say, is no work; output that keeps coming is.
  const isBack = at - since >= workMs;
  const next: WaitingState = { ...state, phase: isBack ? "working" : "waiting", since, outputAt: at };
  return { state: next, effect: isBack ? "close" : null, hasWorked: false };
}

function touched(state: WaitingState): WaitingStep {
  if (state.phase !== "waiting") return nothing(state);
  return { state: { ...state, phase: "idle" }, effect: "close", hasWorked: false };
}

function tick(state: WaitingState, at: number, quietMs: number): WaitingStep {
  const due = nextTick(state, quietMs);
  if (due === null || at < due) return nothing(state);
  const hasWorked = state.outputAt - state.since >= workMs;
  // Once for each wait: what comes next is output or a person. Its own output begins anew.
  return { state: { ...state, phase: "waiting", since: never, outputAt: never }, effect: "look", hasWorked };
}
