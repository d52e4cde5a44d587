import { describe, expect, it } from "vitest";
import { exampleSession } from "./exampleSession.ts";
import { applySessionsEvent, unknownSessions } from "./sessionList.ts";

const first = exampleSession({ id: "00000000-0000-4000-8000-000000000001" });
const second = exampleSession({ id: "00000000-0000-4000-8000-000000000002" });

describe("following the sessions", () => {
  const snapshot = applySessionsEvent(unknownSessions, { kind: "snapshot", sequence: 4, sessions: [first] });

  it("begins with a snapshot and applies changes and deletions", () => {
    expect(snapshot?.byId.size).toBe(1);
    const changed = snapshot && applySessionsEvent(snapshot, { kind: "changed", sequence: 5, session: second });
    expect([...(changed?.byId.keys() ?? [])]).toEqual([first.id, second.id]);
    const deleted = changed && applySessionsEvent(changed, { kind: "deleted", sequence: 6, id: first.id });
    expect([...(deleted?.byId.keys() ?? [])]).toEqual([second.id]);
  });

  it("does not go on over a gap, nor without a snapshot", () => {
    expect(snapshot && applySessionsEvent(snapshot, { kind: "changed", sequence: 6, session: second })).toBeNull();
    expect(applySessionsEvent(unknownSessions, { kind: "changed", sequence: 1, session: second })).toBeNull();
  });

  it("forgets what a fresh snapshot no longer has", () => {
    const next = snapshot && applySessionsEvent(snapshot, { kind: "snapshot", sequence: 40, sessions: [second] });
    expect([...(next?.byId.keys() ?? [])]).toEqual([second.id]);
  });
});
