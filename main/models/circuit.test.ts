import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  type Admission,
  admit,
  type Circuit,
  closedCircuit,
  failuresToOpen,
  type Outcome,
  openMs,
  settle,
} from "./circuit.ts";

const fail = (circuit: Circuit, times: number, now = 0): Circuit =>
  Array.from({ length: times }).reduce<Circuit>((one) => settle(one, "normal", "failed", now), circuit);

describe("the circuit of a provider", () => {
  it("opens with the fifth failure in a row, and is tried by one call after half a minute", () => {
    expect(admit(fail(closedCircuit, 4), 0).admission).toBe("normal");
    const open = fail(closedCircuit, 5, 1000);
    expect(admit(open, 1000 + openMs - 1).admission).toBe("refused");
    const probing = admit(open, 1000 + openMs);
    expect(probing.admission).toBe("probe");
    expect(admit(probing.circuit, 1000 + openMs).admission).toBe("refused");
    expect(settle(probing.circuit, "probe", "fine", 0)).toEqual(closedCircuit);
    expect(settle(probing.circuit, "probe", "failed", 50_000)).toEqual({ kind: "open", until: 50_000 + openMs });
  });

  it("begins to count again with every answer", () => {
    const one = settle(fail(closedCircuit, 4), "normal", "fine", 0);
    expect(admit(fail(one, 4), 0).admission).toBe("normal");
  });

  it("leaves the question to the next call when a probe is stopped", () => {
    const probing = admit(fail(closedCircuit, 5), openMs).circuit;
    expect(admit(settle(probing, "probe", "unknown", openMs), openMs).admission).toBe("probe");
  });

  it("never admits two probes at once, nor anybody while it is open, whatever happens in whichever order", () => {
    const step = fc.oneof(
      fc.record({ kind: fc.constant("ask" as const) }),
      fc.record({ kind: fc.constant("wait" as const), ms: fc.integer({ min: 0, max: 2 * openMs }) }),
      fc.record({
        kind: fc.constant("end" as const),
        which: fc.nat(),
        outcome: fc.constantFrom<Outcome>("fine", "failed", "failed", "unknown"),
      }),
    );
    fc.assert(
      fc.property(fc.array(step, { maxLength: 120 }), (script) => {
        let circuit: Circuit = closedCircuit;
        let now = 0;
        const running: Admission[] = [];
        for (const one of script) {
          if (one.kind === "wait") now += one.ms;
          else if (one.kind === "ask") {
            const before: Circuit = circuit;
            const result = admit(circuit, now);
            circuit = result.circuit;
            if (before.kind === "open" && now < before.until) expect(result.admission).toBe("refused");
            if (result.admission !== "refused") running.push(result.admission);
          } else if (running.length > 0) {
            const [admission] = running.splice(one.which % running.length, 1);
            if (admission) circuit = settle(circuit, admission, one.outcome, now);
          }
          if (circuit.kind === "probing") expect(running.filter((one) => one === "probe").length).toBeGreaterThan(0);
          if (circuit.kind === "closed") expect(circuit.failures).toBeLessThan(failuresToOpen);
        }
      }),
    );
  });
});
