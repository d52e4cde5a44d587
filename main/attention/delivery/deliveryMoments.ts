import type { AttentionDelivery } from "#shared/contract/attention.ts";
import type { DeliveryWorld, PlannedPhone } from "./deliveryWorld.ts";
import { type Place, placeKey } from "./ledger.ts";

/** When something should reach one place. Reasons are keys of the renderer's texts. */
export type Moment =
  /** From then on; until then it waits for this reason. */
  | { readonly kind: "at"; readonly at: number; readonly reason: string }
  /** Not as things are; something else must happen first. */
  | { readonly kind: "waits"; readonly reason: string }
  /** There is nobody there now; what was sent may be lost. */
  | { readonly kind: "gone"; readonly reason: string }
  /** Never: it is not needed any more. */
  | { readonly kind: "over"; readonly reason: string };

/** A page that does not say that an item arrived within this time is taken for dead, in milliseconds: a round trip and a slow phone. */
export const acknowledgeMs = 10_000;

export interface Asked {
  /** When somebody was asked for. */
  readonly askedAt: number;
  readonly needsAnswer: boolean;
  /** As planned so far: places are asked in the order in which one decides about the next. */
  readonly ledger: ReadonlyMap<string, AttentionDelivery>;
}

/**
 * The rules of delivery, for one item. The order: desk (notification, inbox) and webhook at once; phones at once if nobody is at the
 * desk; push where a phone's page is closed or silent; ntfy where all that fails. What stays unseen for `patienceMs` goes one place
 * further: for an item that waits for an answer until all were tried, for one that only informs once.
 */
export function momentsFor(asked: Asked, world: DeliveryWorld): (place: Place) => Moment {
  const away = momentAway(asked, world);
  const phones = new Map(world.phones?.map((phone) => [phone.id, phone]));
  return (place) => {
    const phone = phones.get(place.target);
    switch (place.surface) {
      case "inbox":
        return world.hasPage ? at(asked.askedAt) : { kind: "gone", reason: "no-page" };
      case "desktop":
        return isSeen(asked.ledger) ? { kind: "over", reason: "seen" } : at(asked.askedAt);
      case "webhook":
        return at(asked.askedAt);
      case "phone":
        return phone ? momentOnPage(phone, away, asked) : { kind: "over", reason: "revoked" };
      case "push":
        return phone?.hasPush ? momentOfPush(phone, away, asked, world) : { kind: "over", reason: "no-subscription" };
      case "ntfy":
        return momentOfNtfy(away, asked, world);
    }
  };
}

/** When it may go beyond the desk. */
function momentAway({ askedAt, ledger, needsAnswer }: Asked, world: DeliveryWorld): Moment {
  if (settlingRows({ ledger, needsAnswer }, world).some(({ times }) => times.seenAt !== null))
    return { kind: "over", reason: "seen" };
  const seenAtDesk = lastSeen(ledger, ["desktop", "inbox"]);
  if (seenAtDesk === null) {
    const start = world.ringsFrom(askedAt);
    return world.isAtDesktop ? at(start + world.patienceMs, "at-desktop") : at(start);
  }
  // Somebody knows of it. Only if they leave without answering, the phone reminds them.
  if (!needsAnswer) return { kind: "over", reason: "seen" };
  return world.isAtDesktop ? { kind: "waits", reason: "at-desktop" } : at(seenAtDesk + world.patienceMs, "seen");
}

function momentOnPage(phone: PlannedPhone, away: Moment, { askedAt }: Asked): Moment {
  if (away.kind === "over") return away;
  if (!phone.isLive) return { kind: "gone", reason: "not-connected" };
  return phone.isActive ? at(askedAt) : away;
}

/** Push calls a page that is closed, one that does not answer, and in the end one that nobody looks at. */
function momentOfPush(phone: PlannedPhone, away: Moment, asked: Asked, world: DeliveryWorld): Moment {
  const page = asked.ledger.get(placeKey({ surface: "phone", target: phone.id }));
  if (page && page.times.seenAt !== null) return { kind: "over", reason: "seen" };
  if (away.kind === "over" || !phone.isLive) return away;
  const { sentAt = null, deliveredAt = null } = page?.times ?? {};
  if (page?.state === "sent" && sentAt !== null) return at(sentAt + acknowledgeMs, "page-open");
  if (page?.state !== "delivered" || sentAt === null) return away;
  return next(Math.max(sentAt, deliveredAt ?? 0), asked, world, "page-open");
}

/** ntfy calls where no phone can be reached, and where one was and nobody looked. */
function momentOfNtfy(away: Moment, asked: Asked, world: DeliveryWorld): Moment {
  if (away.kind !== "at") return away;
  const rows = settlingRows(asked, world);
  const reached = rows.filter(({ state }) => state === "sent" || state === "delivered");
  const last = Math.max(...reached.map(({ times }) => Math.max(times.sentAt ?? 0, times.deliveredAt ?? 0)));
  if (reached.length > 0) return next(last, asked, world, "told-elsewhere");
  const isTrying = rows.some(({ state, times }) => state === "waiting" && times.nextAt !== null);
  return isTrying ? at(away.at + world.patienceMs, away.reason || "told-elsewhere") : away;
}

/** The phones that matter for the others: of an item that waits for an answer those that may give it. */
function settlingRows({ ledger, needsAnswer }: Pick<Asked, "ledger" | "needsAnswer">, { phones }: DeliveryWorld) {
  const mayAnswer = new Set(phones?.filter((phone) => phone.mayAnswer).map(({ id }) => id));
  return [...ledger.values()].filter(
    ({ surface, target }) =>
      (surface === "phone" || surface === "push") && (!needsAnswer || phones === null || mayAnswer.has(target)),
  );
}

/** One place further, `patienceMs` after the last; an item that only informs takes that step once. */
function next(last: number, { askedAt, needsAnswer }: Asked, world: DeliveryWorld, reason: string): Moment {
  const wasFirstStep = last < world.ringsFrom(askedAt) + world.patienceMs;
  return needsAnswer || wasFirstStep ? at(last + world.patienceMs, reason) : { kind: "waits", reason };
}

function at(time: number, reason = ""): Moment {
  return { kind: "at", at: time, reason };
}

function lastSeen(ledger: Asked["ledger"], surfaces: readonly Place["surface"][]): number | null {
  const times = [...ledger.values()]
    .filter(({ surface }) => surfaces.includes(surface))
    .flatMap((delivery) => delivery.times.seenAt ?? []);
  return times.length === 0 ? null : Math.max(...times);
}

function isSeen(ledger: Asked["ledger"]): boolean {
  return lastSeen(ledger, ["desktop", "inbox", "phone", "push"]) !== null;
}
