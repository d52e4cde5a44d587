import { describe, expect, it } from "vitest";
import type { AttentionEvent, AttentionItem } from "#shared/contract/attention.ts";
import { createItemLog } from "./itemLog.ts";

const item = (text: string, sequence: number, state: AttentionItem["state"] = "open"): AttentionItem => ({
  id: "00000000-0000-0000-0000-000000000000",
  sequence,
  kind: "permission",
  place: { kind: "app" },
  who: "Test",
  tool: null,
  text,
  detail: null,
  choices: [],
  acceptsText: false,
  state,
  closedBy: null,
  answer: null,
  createdAt: 0,
  updatedAt: 0,
  deliveries: [],
});
const changed = (one: AttentionItem): AttentionEvent => ({ kind: "changed", sequence: one.sequence, item: one });
const snapshot = (isWhole: boolean, sequence: number, ...items: AttentionItem[]): AttentionEvent => ({
  kind: "snapshot",
  isWhole,
  sequence,
  items,
});

describe("a phone's log of attention", () => {
  it("remembers when an item came first, and how it stands", () => {
    const log = createItemLog();
    log.add(snapshot(true, 0), 1);
    log.add(changed(item("a", 1)), 2);
    log.add(changed(item("b", 2)), 3);
    log.add(changed(item("a", 3, "answered")), 4);
    expect([...log.arrivals]).toEqual([
      ["a", 2],
      ["b", 3],
    ]);
    expect(log.items.get("a")?.state).toBe("answered");
    expect(log).toMatchObject({ last: 3, repeated: 0, wholes: 1 });
  });

  it("goes on behind what it has after a reconnection", () => {
    const log = createItemLog();
    log.add(snapshot(true, 1, item("a", 1)), 1);
    log.add(snapshot(false, 3, item("b", 2), item("c", 3)), 2);
    expect(log).toMatchObject({ last: 3, repeated: 0, wholes: 1 });
  });

  it("counts what was told before, and what comes behind something later", () => {
    const log = createItemLog();
    log.add(changed(item("a", 1)), 1);
    log.add(changed(item("a", 1)), 2);
    log.add(snapshot(false, 5, item("c", 5), item("b", 4)), 3);
    expect(log.repeated).toBe(2);
  });
});
