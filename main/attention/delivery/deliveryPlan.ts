import type { AttentionDelivery } from "#shared/contract/attention.ts";
import { needsAnswer } from "../items/itemRequest.ts";
import type { KeptItem } from "../items/keptItem.ts";
import { type Moment, momentsFor } from "./deliveryMoments.ts";
import type { DeliveryWorld } from "./deliveryWorld.ts";
import { newDelivery, type Place, placeKey } from "./ledger.ts";

export interface DeliveryPlan {
  /** The ledger as it should be now; rows that stay are the very same objects. */
  readonly deliveries: AttentionDelivery[];
  /** Where something must be sent now. Live pages are not among them: writing the ledger tells them. */
  readonly due: readonly Place[];
  /** When to look again if nothing changes before, in milliseconds since the epoch. */
  readonly nextAt: number | null;
}

/** What is due where for an open item: values in, values out. The rules are in deliveryMoments.ts and docs/attention.md. */
export function planDeliveries(
  { item, askedAt }: Pick<KeptItem, "item" | "askedAt">,
  world: DeliveryWorld,
): DeliveryPlan {
  const ledger = new Map(item.deliveries.map((delivery) => [placeKey(delivery), delivery]));
  const momentOf = momentsFor({ askedAt, needsAnswer: needsAnswer(item), ledger }, world);
  const due: Place[] = [];
  const times: number[] = [];
  for (const { place, label } of placesOf(item.deliveries, world)) {
    const key = placeKey(place);
    const before = ledger.get(key) ?? newDelivery(place, label);
    ledger.set(key, before);
    if (world.inFlight.has(key)) continue;
    const { delivery, isDue } = decide(before, momentOf(place), world);
    ledger.set(key, delivery);
    if (isDue) due.push(place);
    else if (delivery.state === "waiting" && delivery.times.nextAt !== null) times.push(delivery.times.nextAt);
  }
  return { deliveries: [...ledger.values()], due, nextAt: times.length === 0 ? null : Math.min(...times) };
}

/** Every place there is, and those that were, in the order in which one decides about the next. */
function placesOf(known: readonly AttentionDelivery[], world: DeliveryWorld): { place: Place; label: string }[] {
  const { hasDesktop, hasNtfy, hasWebhook, phones } = world;
  const one = (surface: Place["surface"], label = "", target = "") => ({ place: { surface, target }, label });
  const places = [
    one("inbox"),
    ...(hasDesktop ? [one("desktop")] : []),
    ...(hasWebhook ? [one("webhook")] : []),
    ...(phones ?? []).map(({ id, name }) => one("phone", name, id)),
    ...(phones ?? []).filter(({ hasPush }) => hasPush).map(({ id, name }) => one("push", name, id)),
    ...(hasNtfy && phones !== null ? [one("ntfy")] : []),
  ];
  if (phones === null) return places;
  const current = new Set(places.map(({ place }) => placeKey(place)));
  const former = known.filter(
    (delivery) => (delivery.surface === "phone" || delivery.surface === "push") && !current.has(placeKey(delivery)),
  );
  return [...former.map(({ surface, target, label }) => one(surface, label, target)), ...places];
}

interface Decision {
  readonly delivery: AttentionDelivery;
  readonly isDue: boolean;
}

function decide(delivery: AttentionDelivery, moment: Moment, world: DeliveryWorld): Decision {
  const stays = { delivery, isDue: false };
  if (delivery.state === "sent" && moment.kind === "gone")
    return { ...stays, delivery: waiting(delivery, moment.reason, null) };
  if (delivery.state !== "waiting") return stays;
  switch (moment.kind) {
    case "over":
      return { ...stays, delivery: { ...waiting(delivery, moment.reason, null), state: "skipped" } };
    case "gone":
    case "waits":
      return { ...stays, delivery: waiting(delivery, moment.reason, null) };
    case "at":
      return decideAt(delivery, moment, world);
  }
}

function decideAt(
  delivery: AttentionDelivery,
  { at, reason }: Moment & { kind: "at" },
  { now, ringsFrom }: DeliveryWorld,
): Decision {
  const retryAt = delivery.attempts > 0 ? (delivery.times.nextAt ?? 0) : 0;
  const wanted = Math.max(at, retryAt, now);
  const isSilent = delivery.surface === "inbox" || delivery.surface === "webhook";
  const allowed = isSilent ? wanted : ringsFrom(wanted);
  if (allowed > now) {
    const why = allowed > wanted ? "quiet-hours" : retryAt > at ? delivery.reason : reason;
    return { delivery: waiting(delivery, why, allowed), isDue: false };
  }
  if (delivery.surface === "inbox" || delivery.surface === "phone")
    return { delivery: shown(delivery, now), isDue: false };
  const { nextAt } = delivery.times;
  const dueAt = nextAt !== null && nextAt <= now ? nextAt : now;
  return { delivery: waiting(delivery, delivery.attempts > 0 ? delivery.reason : null, dueAt), isDue: true };
}

/** On a live page: it is told by this very change. One that has it already has what it needs. */
function shown(delivery: AttentionDelivery, now: number): AttentionDelivery {
  const state = delivery.times.deliveredAt === null ? "sent" : "delivered";
  const times = { ...delivery.times, sentAt: now, nextAt: null };
  return { ...delivery, state, reason: null, attempts: delivery.attempts + 1, times };
}

/** The very same row if that changes nothing, so that nothing is written. */
function waiting(delivery: AttentionDelivery, reason: string | null, nextAt: number | null): AttentionDelivery {
  const why = reason === "" ? null : reason;
  if (delivery.state === "waiting" && delivery.reason === why && delivery.times.nextAt === nextAt) return delivery;
  return { ...delivery, state: "waiting", reason: why, times: { ...delivery.times, nextAt } };
}
