/**
 * Whether a provider is asked. Closed: it is. Open: it failed too often and is left alone until a time. Probing: one call finds out
 * whether it is back; the others are refused meanwhile. A value; the functions below give the next one.
 */
export type Circuit =
  | { readonly kind: "closed"; readonly failures: number }
  | { readonly kind: "open"; readonly until: number }
  | { readonly kind: "probing"; readonly until: number };

/** Issue 4: opens after five failures in a row, and tries again after half a minute. */
export const failuresToOpen = 5;
export const openMs = 30_000;

export const closedCircuit: Circuit = { kind: "closed", failures: 0 };

/** How a call goes out: as any other, as the one that probes, or not at all. */
export type Admission = "normal" | "probe" | "refused";

/** `fine`: the provider answered, be it with a refusal. `failed`: its own fault. `unknown`: ended before that showed, as by a person. */
export type Outcome = "fine" | "failed" | "unknown";

export function admit(circuit: Circuit, now: number): { readonly circuit: Circuit; readonly admission: Admission } {
  if (circuit.kind === "closed") return { circuit, admission: "normal" };
  if (circuit.kind === "probing" || now < circuit.until) return { circuit, admission: "refused" };
  return { circuit: { kind: "probing", until: circuit.until }, admission: "probe" };
}

/** What a call that was admitted says of its provider. */
export function settle(circuit: Circuit, admission: Admission, outcome: Outcome, now: number): Circuit {
  if (admission === "refused") return circuit;
  if (outcome === "fine") return closedCircuit;
  if (circuit.kind === "closed") {
    if (outcome === "unknown") return circuit;
    const failures = circuit.failures + 1;
    return failures < failuresToOpen ? { kind: "closed", failures } : { kind: "open", until: now + openMs };
  }
  // A call from before the circuit opened says nothing new, and must not end another's probe.
  if (circuit.kind === "open" || admission !== "probe") return circuit;
  // A probe that was stopped leaves the question to the next call.
  return { kind: "open", until: outcome === "failed" ? now + openMs : now };
}
