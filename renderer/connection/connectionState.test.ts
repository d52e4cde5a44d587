import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  beginConnecting,
  type ConnectionEvent,
  type ConnectionState,
  nextConnectionState,
  type Step,
} from "./connectionState.ts";

const causes = ["lost", "closing", "unreachable", "busy", "limited", "faulty"] as const;
const event: fc.Arbitrary<ConnectionEvent> = fc.oneof(
  fc.constantFrom<ConnectionEvent>(
    { kind: "opened" },
    { kind: "due" },
    { kind: "wake" },
    { kind: "signedIn" },
    { kind: "refused", reason: "no-credential" },
  ),
  fc.constantFrom(...causes).map((cause): ConnectionEvent => ({ kind: "failed", cause })),
);

function run(events: readonly ConnectionEvent[], from: Step = beginConnecting(0)): Step {
  return events.reduce((step, next, index) => nextConnectionState(step.state, next, index + 1, 0.5), from);
}

function follow(events: readonly ConnectionEvent[]): readonly Step[] {
  const steps = [beginConnecting(0)];
  for (const [index, next] of events.entries()) {
    const last = steps.at(-1);
    if (last) steps.push(nextConnectionState(last.state, next, index + 1, 0.5));
  }
  return steps;
}

/** What is under way after a step: an attempt, a wait, a live link, or nothing because somebody must act. */
function isUnderWay(state: ConnectionState): boolean {
  return state.kind === "live" || state.kind === "connecting" || state.kind === "reconnecting";
}

describe("the connection", () => {
  test("keeps trying for ever after a loss, with growing waits, and says since when", () => {
    const lost = run([{ kind: "opened" }, { kind: "failed", cause: "lost" }]);
    expect(lost.state).toMatchObject({ kind: "reconnecting", since: 2, attempt: 1, cause: "lost" });
    let step = lost;
    const waits: number[] = [];
    for (let attempt = 0; attempt < 50; attempt += 1) {
      step = nextConnectionState(step.state, { kind: "due" }, attempt, 0.5);
      expect(step.effect).toEqual({ kind: "open" });
      step = nextConnectionState(step.state, { kind: "failed", cause: "unreachable" }, attempt, 0.5);
      if (step.effect.kind === "wait") waits.push(step.effect.delayMs);
    }
    expect(waits).toHaveLength(50);
    expect(waits).toEqual(waits.toSorted((a, b) => a - b));
    expect(step.state).toMatchObject({ kind: "reconnecting", since: 2, cause: "unreachable" });
  });

  test("waits at least as long as the server asks", () => {
    const limited = run([{ kind: "failed", cause: "limited", retryAfterMs: 60_000 }]);
    expect(limited.effect).toEqual({ kind: "wait", delayMs: 60_000 });
    expect(limited.state).toMatchObject({ kind: "connecting", cause: "limited", nextAt: 60_001 });
    const brief = run([{ kind: "failed", cause: "limited", retryAfterMs: 1 }]);
    expect(brief.effect).toMatchObject({ kind: "wait", delayMs: 500 });
  });

  test("tries at once when the network comes back, but never twice at a time", () => {
    const waiting = run([{ kind: "opened" }, { kind: "failed", cause: "lost" }]);
    const woken = nextConnectionState(waiting.state, { kind: "wake" }, 10, 0);
    expect(woken.effect).toEqual({ kind: "open" });
    expect(nextConnectionState(woken.state, { kind: "wake" }, 11, 0).effect).toEqual({ kind: "none" });
    expect(nextConnectionState(woken.state, { kind: "due" }, 11, 0).effect).toEqual({ kind: "none" });
  });

  test("does not knock on the door of a server that refused it until somebody signs in", () => {
    const refused = run([{ kind: "refused", reason: "code-refused" }]);
    expect(refused.state).toEqual({ kind: "signedOut", reason: "code-refused" });
    for (const kind of ["due", "wake", "opened"] as const)
      expect(nextConnectionState(refused.state, { kind }, 5, 0).effect).toEqual({ kind: "none" });
    expect(nextConnectionState(refused.state, { kind: "signedIn" }, 5, 0).effect).toEqual({ kind: "open" });
  });

  test("opens exactly one attempt for each end of an attempt, whatever happens in which order", () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), (events) => {
        let open = 0;
        for (const { state, effect } of follow(events)) {
          if (effect.kind === "open") open += 1;
          const isAttempting = (state.kind === "connecting" || state.kind === "reconnecting") && state.nextAt === null;
          if (!isAttempting) open = 0;
          expect(open).toBe(isAttempting ? 1 : 0);
        }
      }),
    );
  });

  test("is never stuck: it is live, on its way, or says that somebody must sign in", () => {
    fc.assert(
      fc.property(fc.array(event, { maxLength: 60 }), (events) => {
        for (const { state, effect } of follow(events)) {
          expect(isUnderWay(state) || state.kind === "signedOut").toBe(true);
          const isWaiting = (state.kind === "connecting" || state.kind === "reconnecting") && state.nextAt !== null;
          if (effect.kind === "wait") expect(isWaiting).toBe(true);
        }
      }),
    );
  });

  test("ends for good when disposed", () => {
    fc.assert(
      fc.property(fc.array(event), fc.array(event), (before, after) => {
        const ended = nextConnectionState(run(before).state, { kind: "disposed" }, 0, 0);
        expect(ended.state).toEqual({ kind: "ended" });
        expect(run(after, ended).state).toEqual({ kind: "ended" });
      }),
    );
  });
});
