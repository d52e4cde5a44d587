import type { AttentionDelivery } from "#shared/contract/attention.ts";
import { newItem } from "../items/itemRequest.ts";
import type { KeptItem } from "../items/keptItem.ts";
import { bell, permission } from "../testAttention.ts";
import { planDeliveries } from "./deliveryPlan.ts";
import type { DeliveryWorld, PlannedPhone } from "./deliveryWorld.ts";
import { placeKey } from "./ledger.ts";

export const start = 1_800_000_000_000;
export const second = 1000;
export const patienceMs = 30 * second;

export const phone = (changes: Partial<PlannedPhone> = {}): PlannedPhone => ({
  id: "phone-1",
  name: "Phone",
  isLive: false,
  isActive: false,
  mayAnswer: true,
  hasPush: false,
  ...changes,
});
export const world = (changes: Partial<DeliveryWorld> = {}): DeliveryWorld => ({
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
export const asking = (): KeptItem => newItem(permission(), start);
export const informing = (): KeptItem => newItem(bell(), start);

export type Attempt = "delivered" | "sent" | "failed";

/** Lives through everything that follows from an item, attempts ending as told and nobody looking; what was sent when, in seconds. */
export function live(kept: KeptItem, around: DeliveryWorld, attempt: (surface: string) => Attempt = () => "delivered") {
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

export const reasonsOf = ({ deliveries }: { readonly deliveries: readonly AttentionDelivery[] }) =>
  Object.fromEntries(deliveries.map(({ surface, state, reason }) => [surface, reason ?? state]));
