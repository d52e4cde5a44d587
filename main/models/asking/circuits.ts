import { type Admission, admit, type Circuit, closedCircuit, type Outcome, settle } from "../circuit.ts";

/** The circuits of all providers, by what identifies one: a changed configuration begins anew. */
export interface Circuits extends Disposable {
  of(provider: string): Circuit;
  admit(provider: string): Admission;
  settle(provider: string, admission: Admission, outcome: Outcome): void;
  /** Forgets all but these. */
  keep(providers: ReadonlySet<string>): void;
}

/** `onChange` is called when a circuit opened, closed, or may be tried again. */
export function createCircuits(onChange: () => void, now: () => number): Circuits {
  const circuits = new Map<string, Circuit>();
  const timers = new Map<string, NodeJS.Timeout>();
  const of = (provider: string): Circuit => circuits.get(provider) ?? closedCircuit;
  const clear = (provider: string): void => {
    clearTimeout(timers.get(provider));
    timers.delete(provider);
  };
  const set = (provider: string, next: Circuit): void => {
    const before = of(provider);
    if (next === before) return;
    circuits.set(provider, next);
    if (next.kind === before.kind) return;
    clear(provider);
    // Nobody asks while it rests: that it may be asked again is told by the clock.
    if (next.kind === "open") timers.set(provider, setTimeout(onChange, Math.max(0, next.until - now()) + 1).unref());
    onChange();
  };
  return {
    of,
    admit: (provider) => {
      const { circuit, admission } = admit(of(provider), now());
      set(provider, circuit);
      return admission;
    },
    settle: (provider, admission, outcome) => set(provider, settle(of(provider), admission, outcome, now())),
    keep: (providers) => {
      for (const provider of circuits.keys()) {
        if (providers.has(provider)) continue;
        circuits.delete(provider);
        clear(provider);
      }
    },
    [Symbol.dispose]: () => {
      for (const provider of [...timers.keys()]) clear(provider);
    },
  };
}
