import type { AttentionDelivery, AttentionSurface } from "#shared/contract/attention.ts";
import type { Caller } from "../../core/caller.ts";
import { notificationCredential } from "../contract.ts";

/** One row of an item's ledger: a surface, and which of several. */
export interface Place {
  readonly surface: AttentionSurface;
  readonly target: string;
}

export function placeKey({ surface, target }: Place): string {
  return `${surface} ${target}`;
}

export function newDelivery({ surface, target }: Place, label: string): AttentionDelivery {
  return {
    surface,
    target,
    label,
    state: "waiting",
    reason: null,
    attempts: 0,
    times: { sentAt: null, deliveredAt: null, seenAt: null, answeredAt: null, nextAt: null },
  };
}

/** The surface a caller speaks for; null for scripts, which are none. */
export function placeOf({ kind, credentialId }: Caller): Place | null {
  if (credentialId === notificationCredential) return { surface: "desktop", target: "" };
  if (kind === "phone") return { surface: "phone", target: credentialId };
  return kind === "desktop" || kind === "browser" ? { surface: "inbox", target: "" } : null;
}

/** A phone's page also speaks for the push that called for it. */
function speaksFor(place: Place, delivery: AttentionDelivery): boolean {
  if (placeKey(delivery) === placeKey(place)) return true;
  const isItsPush = place.surface === "phone" && delivery.surface === "push" && delivery.target === place.target;
  return isItsPush && delivery.times.sentAt !== null;
}

/** The ledger after a surface said that the item arrived, or that a person saw it; the very same if that says nothing new. */
export function acknowledged(
  deliveries: readonly AttentionDelivery[],
  place: Place,
  stage: "delivered" | "seen",
  now: number,
): AttentionDelivery[] {
  return deliveries.map((delivery) => {
    if (!speaksFor(place, delivery)) return delivery;
    return stage === "seen" ? seen(delivery, now) : arrived(delivery, now);
  });
}

function arrived(delivery: AttentionDelivery, now: number): AttentionDelivery {
  if (delivery.times.deliveredAt !== null) return delivery;
  const times = { ...delivery.times, deliveredAt: now };
  // A phone that may not ring yet has it already; it counts as delivered from the moment it may.
  if (delivery.state === "waiting" && delivery.surface === "phone") return { ...delivery, times };
  return {
    ...delivery,
    state: "delivered",
    reason: null,
    times: { ...times, sentAt: times.sentAt ?? now, nextAt: null },
  };
}

function seen(delivery: AttentionDelivery, now: number): AttentionDelivery {
  if (delivery.times.seenAt !== null) return delivery;
  const { sentAt, deliveredAt } = delivery.times;
  return {
    ...delivery,
    state: delivery.state === "answered" ? "answered" : "seen",
    reason: null,
    times: {
      ...delivery.times,
      sentAt: sentAt ?? now,
      deliveredAt: deliveredAt ?? now,
      seenAt: now,
      nextAt: null,
    },
  };
}

/** The ledger of an item that has ended: nothing waits any more, and the place it was answered at says so. */
export function concluded(
  deliveries: readonly AttentionDelivery[],
  end: { readonly kind: "answered"; readonly at: Place | null } | { readonly kind: "closed" },
  now: number,
): AttentionDelivery[] {
  return deliveries.map((delivery) => {
    if (end.kind === "answered" && end.at !== null && placeKey(delivery) === placeKey(end.at)) {
      const { times } = seen(delivery, now);
      return { ...delivery, state: "answered", reason: null, times: { ...times, answeredAt: now } };
    }
    if (delivery.state !== "waiting") return delivery;
    return { ...delivery, state: "skipped", reason: "settled", times: { ...delivery.times, nextAt: null } };
  });
}
