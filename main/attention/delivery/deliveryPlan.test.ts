import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { AttentionDelivery } from "#shared/contract/attention.ts";
import { newItem } from "../items/itemRequest.ts";
import type { KeptItem } from "../items/keptItem.ts";
import { bell, permission } from "../testAttention.ts";
import { planDeliveries } from "./deliveryPlan.ts";
import type { DeliveryWorld, PlannedPhone } from "./deliveryWorld.ts";
import { acknowledged, placeKey } from "./ledger.ts";

const start = 1_800_000_000_000;
const second = 1000;
const patienceMs = 30 * second;

const phone = (changes: Partial<PlannedPhone> = {}): PlannedPhone => ({
  id: "phone-1",
  name: "Phone",
  isLive: false,
  isActive: false,
  mayAnswer: true,
  hasPush: false,
  ...changes,
});
const world = (changes: Partial<DeliveryWorld> = {}): DeliveryWorld => ({
  now: start,
  hasDesktop: true,
  hasPage: true,
  isAtDesktop: false,
  phones: [],
  hasNtfy: false,
  hasWebhook: false,
  patienceMs,
  ringsFrom: (at) => at,
  inFlight: new Set(),
  ...changes,
});
const asking = (): KeptItem => newItem(permission(), start);
const informing = (): KeptItem => newItem(bell(), start);

type Attempt = "delivered" | "sent" | "failed";

/** Lives through everything that follows from an item, attempts ending as told and nobody looking; what was sent when, in seconds. */
function live(kept: KeptItem, around: DeliveryWorld, attempt: (surface: string) => Attempt = () => "delivered") {
  const sent: [surface: string, afterSeconds: number][] = [];
  let item = kept.item;
  let now = around.now;
  for (let round = 0; round < 50; round++) {
    const plan = planDeliveries({ ...kept, item }, { ...around, now });
    const before = new Map(item.deliveries.map((delivery) => [placeKey(delivery), delivery.state]));
    item = { ...item, deliveries: plan.deliveries };
    for (const delivery of plan.deliveries) {
      const { state, surface } = delivery;
      const isPage = surface === "phone" || surface === "inbox";
      if (isPage && state === "sent" && before.get(placeKey(delivery)) !== "sent")
        sent.push([surface, (now - start) / second]);
    }
    for (const place of plan.due) {
      sent.push([place.surface, (now - start) / second]);
      const state = attempt(place.surface);
      item = {
        ...item,
        deliveries: item.deliveries.map(
          (delivery): AttentionDelivery =>
            placeKey(delivery) === placeKey(place)
              ? { ...delivery, state, attempts: 1, times: { ...delivery.times, sentAt: now, nextAt: null } }
              : delivery,
        ),
      };
    }
    if (plan.due.length > 0) continue;
    if (plan.nextAt === null) return { sent, item, now };
    now = plan.nextAt;
  }
  throw new Error("It never came to rest");
}

const reasonsOf = ({ deliveries }: { readonly deliveries: readonly AttentionDelivery[] }) =>
  Object.fromEntries(deliveries.map(({ surface, state, reason }) => [surface, reason ?? state]));

describe("the plan of deliveries", () => {
  it("reaches the desk and the phone at once when nobody is at the desk", () => {
    const { sent } = live(informing(), world({ phones: [phone({ isLive: true })], hasWebhook: true }));
    expect(sent).toEqual([
      ["inbox", 0],
      ["phone", 0],
      ["desktop", 0],
      ["webhook", 0],
    ]);
  });

  it("leaves the phone alone while somebody is at the desk, until an item stays unseen", () => {
    const around = world({ isAtDesktop: true, phones: [phone({ hasPush: true })], hasNtfy: true });
    expect(reasonsOf(planDeliveries(asking(), around))).toMatchObject({ push: "at-desktop", ntfy: "at-desktop" });
    expect(live(asking(), around, () => "sent").sent).toEqual([
      ["inbox", 0],
      ["desktop", 0],
      ["push", 30],
      ["ntfy", 60],
    ]);
    expect(live(informing(), around, () => "sent").sent.map(([surface]) => surface)).toEqual([
      "inbox",
      "desktop",
      "push",
    ]);
  });

  it("goes to the phone at once when somebody leaves the desk", () => {
    const atDesk = world({ isAtDesktop: true, phones: [phone({ isLive: true })] });
    const item = { ...asking().item, deliveries: planDeliveries(asking(), atDesk).deliveries };
    const left = planDeliveries({ item, askedAt: start }, { ...atDesk, now: start + second, isAtDesktop: false });
    expect(reasonsOf(left)).toMatchObject({ phone: "sent" });
  });

  it("does not call the phone for what was seen at the desk, but reminds whoever leaves without answering", () => {
    const around = world({ isAtDesktop: true, phones: [phone({ isLive: true })] });
    const seenAfter = (kept: KeptItem) => ({
      ...kept,
      item: {
        ...kept.item,
        deliveries: acknowledged(
          planDeliveries(kept, around).deliveries,
          { surface: "inbox", target: "" },
          "seen",
          start + second,
        ),
      },
    });
    const later = { ...around, now: start + 10 * patienceMs };
    expect(reasonsOf(planDeliveries(seenAfter(informing()), later))).toMatchObject({ phone: "seen" });
    expect(reasonsOf(planDeliveries(seenAfter(asking()), later))).toMatchObject({ phone: "at-desktop" });
    expect(reasonsOf(planDeliveries(seenAfter(asking()), { ...later, isAtDesktop: false }))).toMatchObject({
      phone: "sent",
    });
  });

  it("pushes to a phone whose page is closed, and to one whose page does not answer", () => {
    const closed = live(asking(), world({ phones: [phone({ hasPush: true })] }));
    expect(closed.sent).toContainEqual(["push", 0]);
    const silent = live(asking(), world({ phones: [phone({ isLive: true, hasPush: true })] }));
    expect(silent.sent.filter(([surface]) => surface !== "desktop" && surface !== "inbox")).toEqual([
      ["phone", 0],
      ["push", 10],
    ]);
  });

  it("takes the next way at once where one fails or is missing", () => {
    const failing = live(asking(), world({ phones: [phone({ hasPush: true })], hasNtfy: true }), (surface) =>
      surface === "push" ? "failed" : "delivered",
    );
    expect(failing.sent).toContainEqual(["ntfy", 0]);
    expect(live(informing(), world({ phones: [phone()], hasNtfy: true })).sent).toContainEqual(["ntfy", 0]);
  });

  it("sends again to a phone whose connection was lost before it said that the item arrived", () => {
    const connected = world({ phones: [phone({ isLive: true })] });
    const sent = planDeliveries(asking(), connected);
    const lost = planDeliveries(
      { item: { ...asking().item, deliveries: sent.deliveries }, askedAt: start },
      { ...connected, phones: [phone()] },
    );
    expect(reasonsOf(lost)).toMatchObject({ phone: "not-connected" });
    const back = planDeliveries({ item: { ...asking().item, deliveries: lost.deliveries }, askedAt: start }, connected);
    expect(reasonsOf(back)).toMatchObject({ phone: "sent" });
  });

  it("goes on to those who may answer when somebody has looked who may not", () => {
    const watching = phone({ id: "watching", isLive: true, mayAnswer: false, hasPush: true });
    const atDesk = world({ isAtDesktop: true, phones: [watching, phone({ id: "answering", isLive: true })] });
    const rowsAfter = (kept: KeptItem) => {
      const seen = acknowledged(
        planDeliveries(kept, atDesk).deliveries,
        { surface: "phone", target: "watching" },
        "seen",
        start + second,
      );
      const later = { ...atDesk, now: start + patienceMs };
      const plan = planDeliveries({ ...kept, item: { ...kept.item, deliveries: seen } }, later);
      return plan.deliveries.map(({ surface, target, state }) => `${surface} ${target} ${state}`);
    };
    expect(rowsAfter(asking())).toEqual(
      expect.arrayContaining(["phone watching seen", "push watching skipped", "phone answering sent"]),
    );
    expect(rowsAfter(informing())).toContain("phone answering skipped");
  });

  it("lets nothing ring in quiet hours; the inbox and the webhook have it", () => {
    const quietEnd = start + 3600 * second;
    const around = world({
      phones: [phone({ isLive: true, isActive: true, hasPush: true })],
      hasNtfy: true,
      hasWebhook: true,
      ringsFrom: (at) => Math.max(at, quietEnd),
    });
    const { sent } = live(asking(), around, () => "sent");
    expect(sent.filter(([, seconds]) => seconds < 3600)).toEqual([
      ["inbox", 0],
      ["webhook", 0],
    ]);
    expect(sent.map(([surface]) => surface)).toEqual(["inbox", "webhook", "phone", "desktop", "push", "ntfy"]);
    expect(reasonsOf(planDeliveries(asking(), around))).toMatchObject({ desktop: "quiet-hours", phone: "quiet-hours" });
  });

  it("decides nothing away from the desk before the phones are known", () => {
    const { sent } = live(asking(), world({ phones: null, hasNtfy: true }));
    expect(sent.map(([surface]) => surface)).toEqual(["inbox", "desktop"]);
  });
});

const somePhone = fc.record({
  id: fc.constantFrom("one", "two", "three"),
  name: fc.constant("Phone"),
  isLive: fc.boolean(),
  isActive: fc.boolean(),
  mayAnswer: fc.boolean(),
  hasPush: fc.boolean(),
});
const someWorld = fc
  .record({
    later: fc.nat(200_000),
    hasDesktop: fc.boolean(),
    hasPage: fc.boolean(),
    isAtDesktop: fc.boolean(),
    phones: fc.uniqueArray(somePhone, { selector: ({ id }) => id, maxLength: 3 }),
    hasNtfy: fc.boolean(),
    hasWebhook: fc.boolean(),
    quiet: fc.option(fc.record({ from: fc.nat(200_000), length: fc.nat(100_000) }), { nil: null }),
  })
  .map(({ later, quiet, ...around }): DeliveryWorld => {
    const [from, until] = quiet ? [start + quiet.from, start + quiet.from + quiet.length] : [0, 0];
    const ringsFrom = (at: number): number => (at >= from && at < until ? until : at);
    return world({ ...around, now: start + later, ringsFrom });
  });
const settled = new Set(["delivered", "seen", "answered", "failed", "skipped"]);

describe("whatever happens, the plan of deliveries", () => {
  /** A ledger that came about in some other world, with something acknowledged in it. */
  const someKept = fc
    .record({
      isAsking: fc.boolean(),
      earlier: someWorld,
      seenBy: fc.constantFrom(null, "inbox" as const, "desktop" as const, "phone" as const),
      stage: fc.constantFrom("delivered" as const, "seen" as const),
    })
    .map(({ earlier, isAsking, seenBy, stage }): KeptItem => {
      const kept = isAsking ? asking() : informing();
      const { deliveries } = planDeliveries(kept, { ...earlier, now: start });
      const target = seenBy === "phone" ? (earlier.phones?.[0]?.id ?? "") : "";
      const after = seenBy ? acknowledged(deliveries, { surface: seenBy, target }, stage, start) : deliveries;
      return { ...kept, item: { ...kept.item, deliveries: after } };
    });

  it("comes to rest: planning again changes nothing and is never due in the past", () => {
    fc.assert(
      fc.property(someKept, someWorld, (kept, around) => {
        const plan = planDeliveries(kept, around);
        const inFlight = new Set(plan.due.map(placeKey));
        const again = planDeliveries(
          { ...kept, item: { ...kept.item, deliveries: plan.deliveries } },
          { ...around, inFlight },
        );
        expect(again.due).toEqual([]);
        for (const [index, delivery] of again.deliveries.entries()) expect(delivery).toBe(plan.deliveries[index]);
        expect(plan.nextAt ?? Number.POSITIVE_INFINITY).toBeGreaterThan(around.now);
      }),
      { numRuns: 2000 },
    );
  });

  it("takes nothing back that was delivered, seen, failed or skipped", () => {
    fc.assert(
      fc.property(someKept, someWorld, (kept, around) => {
        const after = new Map(
          planDeliveries(kept, around).deliveries.map((delivery) => [placeKey(delivery), delivery]),
        );
        for (const delivery of kept.item.deliveries)
          if (settled.has(delivery.state)) expect(after.get(placeKey(delivery))).toBe(delivery);
      }),
      { numRuns: 1000 },
    );
  });

  it("rings neither in quiet hours, nor away from the desk while somebody is there and has had no time to look", () => {
    fc.assert(
      fc.property(someKept, someWorld, (kept, around) => {
        const plan = planDeliveries(kept, around);
        const wasSent = (surface: string): boolean =>
          plan.due.some((place) => place.surface === surface) ||
          plan.deliveries.some(
            (delivery) =>
              delivery.surface === surface && delivery.state === "sent" && !kept.item.deliveries.includes(delivery),
          );
        const isQuiet = around.ringsFrom(around.now) > around.now;
        if (isQuiet) expect(["desktop", "phone", "push", "ntfy"].filter(wasSent)).toEqual([]);
        const isEarly = around.now < start + patienceMs;
        const anySeen = kept.item.deliveries.some(({ times }) => times.seenAt !== null || times.deliveredAt !== null);
        const anyActive = around.phones?.some(({ isActive }) => isActive) ?? false;
        const anySentBefore = kept.item.deliveries.some(
          ({ surface, state }) => surface === "phone" && state === "sent",
        );
        if (around.isAtDesktop && isEarly && !anySeen && !anyActive && !anySentBefore)
          expect(["phone", "push", "ntfy"].filter(wasSent)).toEqual([]);
      }),
      { numRuns: 3000 },
    );
  });

  it("ends with every way tried for an item that waits for an answer and that nobody sees", () => {
    fc.assert(
      fc.property(someWorld, fc.constantFrom<Attempt>("sent", "delivered", "failed"), (around, attempt) => {
        const { item } = live(asking(), { ...around, now: start }, () => attempt);
        const untried = item.deliveries.filter(({ state }) => state === "waiting");
        // Only where there is nobody to send to.
        expect(untried.filter(({ reason }) => reason !== "no-page" && reason !== "not-connected")).toEqual([]);
      }),
      { numRuns: 1000 },
    );
  });
});
