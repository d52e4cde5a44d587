import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { AttentionDelivery, AttentionItem } from "#shared/contract/attention.ts";
import { notificationCredential } from "./contract.ts";
import {
  bell,
  callerOf,
  deskCaller,
  openTestAttention,
  permission,
  type TestAttention,
  TestReader,
  testPhone,
} from "./testAttention.ts";

const [alice, bob] = [testPhone(1, "Alice’s phone"), testPhone(2, "Bob’s phone")];
const key = (number: number) => `idempotency-${number}`;

/** Notifications of the system that are shown as the test says. */
function fakeDesktop(show: (item: AttentionItem) => Promise<void> = async () => {}) {
  const shown: string[] = [];
  const removed: string[] = [];
  return {
    shown,
    removed,
    notifier: {
      show: async (item: AttentionItem) => {
        await show(item);
        shown.push(item.id);
      },
      remove: (id: string) => void removed.push(id),
    },
  };
}

describe("deliveries", () => {
  let test: TestAttention;
  const counted: string[] = [];
  beforeEach(async () => {
    counted.length = 0;
    test = await openTestAttention({ count: (event, surface) => counted.push(`${event} ${surface}`.trim()) });
    await test.pair(alice, bob);
  });
  afterEach(async () => {
    await test[Symbol.asyncDispose]();
  });
  const ledger = async (id: string): Promise<Record<string, Partial<AttentionDelivery>>> =>
    Object.fromEntries(
      (await test.attention.get(id)).deliveries.map((row) => [row.label || row.surface, row] as const),
    );

  it("show what each surface did with an item, from sent to answered", async () => {
    const desktop = fakeDesktop();
    using _shown = test.attention.attachDesktop(desktop.notifier);
    await using page = new TestReader(test.attention, deskCaller);
    await using phone = new TestReader(test.attention, callerOf(alice));
    await page.until((events) => events.length > 0);
    await phone.until((events) => events.length > 0);

    const raised = await test.attention.raise(permission());
    expect(raised.deliveries.find(({ target }) => target === alice.id)).toMatchObject({ state: "sent", attempts: 1 });
    const { id } = raised;
    await expect
      .poll(() => ledger(id))
      .toMatchObject({
        desktop: { state: "delivered" },
        inbox: { state: "sent" },
        "Alice’s phone": { state: "sent" },
        "Bob’s phone": { state: "waiting", reason: "not-connected" },
      });
    await test.attention.acknowledge(callerOf(alice), [id], "delivered");
    expect(await ledger(id)).toMatchObject({ "Alice’s phone": { state: "delivered" }, inbox: { state: "sent" } });
    await test.attention.answer(callerOf(alice), { id, idempotencyKey: key(1), choice: "allow" });
    expect(await ledger(id)).toMatchObject({
      "Alice’s phone": { state: "answered", times: { answeredAt: expect.any(Number), seenAt: expect.any(Number) } },
      "Bob’s phone": { state: "skipped", reason: "settled" },
    });
    expect(desktop).toMatchObject({ shown: [id], removed: [id] });
    expect(counted.toSorted()).toEqual(["answered", "delivered desktop", "delivered phone", "raised"]);
  });

  it("reach a phone that was away when it is back, and it gets them once, in order", async () => {
    await using phone = new TestReader(test.attention, callerOf(alice));
    await phone.until((events) => events.length > 0);
    const place = phone.sequence;
    await phone[Symbol.asyncDispose]();
    const ids: string[] = [];
    for (let count = 0; count < 3; count++) ids.push((await test.attention.raise(permission())).id);
    await expect.poll(() => ledger(ids[2] ?? "")).toMatchObject({ "Alice’s phone": { reason: "not-connected" } });

    await using back = new TestReader(test.attention, callerOf(alice), place);
    await back.until((events) => events.length > 0);
    const [first] = back.events;
    if (first?.kind !== "snapshot") throw new Error("It begins with a snapshot");
    expect(first.isWhole).toBe(false);
    expect(first.items.map(({ id }) => id)).toEqual(ids);
    // It says already that it was sent here: the page need not ask again.
    for (const { deliveries } of first.items)
      expect(deliveries.find(({ target }) => target === alice.id)).toMatchObject({ state: "sent" });
  });

  it("count a phone as connected no longer than its link, also when nobody reads on", async () => {
    const abort = new AbortController();
    const stalled = test.attention.changes(callerOf(alice), undefined, abort.signal)[Symbol.asyncIterator]();
    await stalled.next();
    const { id } = await test.attention.raise(permission());
    expect(await ledger(id)).toMatchObject({ "Alice’s phone": { state: "sent" } });
    abort.abort();
    await expect
      .poll(() => ledger(id))
      .toMatchObject({ "Alice’s phone": { state: "waiting", reason: "not-connected" } });
  });

  it("go to the phones when the desk’s person has not looked in time", async () => {
    test.changeSettings({ escalateSeconds: 0.2 });
    const window = {};
    await using _page = new TestReader(test.attention, deskCaller);
    await using phone = new TestReader(test.attention, callerOf(alice));
    await phone.until((events) => events.length > 0);
    test.attention.presence(window, deskCaller, true);
    const { id, deliveries } = await test.attention.raise(permission());
    expect(deliveries.find(({ target }) => target === alice.id)).toMatchObject({
      state: "waiting",
      reason: "at-desktop",
    });
    // It has it in its inbox already, and rings when it is due.
    await test.attention.acknowledge(callerOf(alice), [id], "delivered");
    await expect.poll(() => ledger(id)).toMatchObject({ "Alice’s phone": { state: "delivered", reason: null } });
  });

  it("go to the phones at once when the person leaves the desk", async () => {
    const window = {};
    await using phone = new TestReader(test.attention, callerOf(alice));
    await phone.until((events) => events.length > 0);
    test.attention.presence(window, deskCaller, true);
    const { id } = await test.attention.raise(bell());
    expect(await ledger(id)).toMatchObject({ "Alice’s phone": { reason: "at-desktop" } });
    test.attention.presence(window, deskCaller, false);
    await expect.poll(() => ledger(id)).toMatchObject({ "Alice’s phone": { state: "sent" } });
  });

  it("wait out the quiet hours, and settings change them at once", async () => {
    const desktop = fakeDesktop();
    using _shown = test.attention.attachDesktop(desktop.notifier);
    await using page = new TestReader(test.attention, deskCaller);
    await page.until((events) => events.length > 0);
    const hour = (hours: number): string => {
      const time = new Date(Date.now() + hours * 3_600_000);
      return `${String(time.getHours()).padStart(2, "0")}:00`;
    };
    test.changeSettings({ quietFrom: hour(-1), quietUntil: hour(2) });
    const { id } = await test.attention.raise(permission());
    expect(await ledger(id)).toMatchObject({
      desktop: { state: "waiting", reason: "quiet-hours" },
      inbox: { state: "sent" },
    });
    expect(desktop.shown).toEqual([]);
    test.changeSettings({ quietFrom: "", quietUntil: "" });
    await expect.poll(() => ledger(id)).toMatchObject({ desktop: { state: "delivered" } });
  });

  it("say why the system showed nothing", async () => {
    const desktop = fakeDesktop(async () => {
      throw new Error("no notification service");
    });
    using _shown = test.attention.attachDesktop(desktop.notifier);
    const { id } = await test.attention.raise(bell());
    await expect.poll(() => ledger(id)).toMatchObject({ desktop: { state: "failed", reason: "not-shown" } });
    expect(counted).toContain("failed desktop");
  });

  it("ask anew when a seen need is raised again", async () => {
    const desktop = fakeDesktop();
    using _shown = test.attention.attachDesktop(desktop.notifier);
    const { id } = await test.attention.raise(bell({ key: "bell" }));
    await expect.poll(() => desktop.shown).toEqual([id]);
    await test.attention.raise(bell({ key: "bell", text: "again, unseen" }));
    const notification = { ...deskCaller, credentialId: notificationCredential };
    await test.attention.acknowledge(notification, [id], "seen");
    expect(await ledger(id)).toMatchObject({ desktop: { state: "seen" }, "Alice’s phone": { reason: "seen" } });
    expect(desktop.shown).toEqual([id]);
    await test.attention.raise(bell({ key: "bell", text: "again, seen" }));
    await expect.poll(() => desktop.shown).toEqual([id, id]);
    expect(await ledger(id)).toMatchObject({ "Alice’s phone": { state: "waiting", reason: "not-connected" } });
  });

  it("to a phone that is no longer paired are over", async () => {
    const { id } = await test.attention.raise(bell());
    await test.pair(alice);
    await expect.poll(() => ledger(id)).toMatchObject({ "Bob’s phone": { state: "skipped", reason: "revoked" } });
  });

  it("of a test item are those of any other", async () => {
    const desktop = fakeDesktop();
    using _shown = test.attention.attachDesktop(desktop.notifier);
    const item = await test.attention.test();
    expect(item.text).toContain("test");
    await expect.poll(() => desktop.shown).toEqual([item.id]);
  });
});
