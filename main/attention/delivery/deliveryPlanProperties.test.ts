import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { KeptItem } from "../items/keptItem.ts";
import { planDeliveries } from "./deliveryPlan.ts";
import type { DeliveryWorld } from "./deliveryWorld.ts";
import { acknowledged, placeKey } from "./ledger.ts";
import { type Attempt, asking, informing, live, patienceMs, start, world } from "./planTestKit.ts";

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
