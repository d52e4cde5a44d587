import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { applyAttentionEvent, itemOfSession, openItems, unknownAttention, withoutOldest } from "./attentionState.ts";
import { testItem } from "./testItem.ts";

const ids = ["a", "b", "c"].map((letter) => testItem({ who: letter }).id);

describe("what needs the user, as the page knows it", () => {
  test("is the newest version of each item, in whatever order and however often versions arrive", () => {
    const version = fc.record({ id: fc.constantFrom(...ids), sequence: fc.integer({ min: 1, max: 50 }) });
    fc.assert(
      fc.property(fc.array(version, { minLength: 1 }), (versions) => {
        const end = versions.reduce(
          (state, { id, sequence }) =>
            applyAttentionEvent(state, { kind: "changed", sequence, item: testItem({ id, sequence }) }),
          unknownAttention,
        );
        for (const id of new Set(versions.map((each) => each.id))) {
          const newest = Math.max(...versions.filter((each) => each.id === id).map(({ sequence }) => sequence));
          expect(end.byId.get(id)?.sequence).toBe(newest);
        }
        // What is asked for after a reconnection never goes back.
        expect(end.sequence).toBe(Math.max(...versions.map(({ sequence }) => sequence)));
      }),
    );
  });

  test("is void when a whole snapshot comes, and goes on when a part of one does", () => {
    const old = testItem({ sequence: 9 });
    const fresh = testItem({ sequence: 2 });
    const before = applyAttentionEvent(unknownAttention, { kind: "changed", sequence: 9, item: old });
    const part = applyAttentionEvent(before, { kind: "snapshot", isWhole: false, sequence: 9, items: [fresh] });
    expect([...part.byId.keys()].sort()).toEqual([old.id, fresh.id].sort());
    const whole = applyAttentionEvent(before, { kind: "snapshot", isWhole: true, sequence: 2, items: [fresh] });
    expect([...whole.byId.keys()]).toEqual([fresh.id]);
    expect(whole.sequence).toBe(2);
  });

  test("keeps every open item however many settled ones there are", () => {
    const settled = Array.from({ length: 20 }, (_, index) => testItem({ sequence: index + 1, state: "answered" }));
    const open = testItem({ sequence: 0 });
    const kept = withoutOldest(new Map([open, ...settled].map((item) => [item.id, item])), 5);
    expect([...kept.values()].map(({ sequence }) => sequence).sort((a, b) => a - b)).toEqual([0, 16, 17, 18, 19, 20]);
  });

  test("shows above a session what waits for an answer, before what only wants to be known", () => {
    const session = testItem({}).id;
    const place = { kind: "session", session } as const;
    const asks = testItem({ place, createdAt: 1, choices: [{ id: "y", label: "Yes", role: "allow" }] });
    const rings = testItem({ place, createdAt: 2, kind: "bell" });
    const byId = new Map([asks, rings, testItem({ createdAt: 3 })].map((item) => [item.id, item]));
    expect(itemOfSession(byId, session)).toEqual({ item: asks, others: 1 });
    expect(openItems(byId).map(({ createdAt }) => createdAt)).toEqual([1, 3, 2]);
    expect(itemOfSession(byId, "another")).toBeNull();
  });
});
