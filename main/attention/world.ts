import type { Phone } from "#shared/contract/phones.ts";
import { allows } from "#shared/contract/scopes.ts";
import type { DeliveryWorld } from "./delivery/deliveryWorld.ts";
import type { LivePages } from "./delivery/livePages.ts";
import { ringsFrom } from "./delivery/quietHours.ts";

interface WorldSettings {
  readonly escalateSeconds: number;
  readonly quietFrom: string;
  readonly quietUntil: string;
  readonly ntfy: string;
  readonly webhook: string;
}

export interface WorldSources {
  readonly settings: WorldSettings;
  readonly pages: LivePages;
  readonly phones: readonly Phone[] | null;
  readonly hasDesktop: boolean;
  readonly hasPush: (phone: string) => boolean;
}

/** What the plan must know, gathered from those who know it. */
export function gatherWorld(sources: WorldSources): Omit<DeliveryWorld, "now" | "inFlight"> {
  const { hasDesktop, hasPush, pages, phones, settings } = sources;
  const quiet = { from: settings.quietFrom, until: settings.quietUntil };
  return {
    hasDesktop,
    hasPage: pages.hasPage,
    isAtDesktop: pages.isAtDesktop,
    phones:
      phones?.map(({ id, name, scopes }) => ({
        id,
        name,
        isLive: pages.isLive(id),
        isActive: pages.isActive(id),
        mayAnswer: allows(scopes, "approve"),
        hasPush: hasPush(id),
      })) ?? null,
    hasNtfy: settings.ntfy !== "",
    hasWebhook: settings.webhook !== "",
    patienceMs: settings.escalateSeconds * 1000,
    ringsFrom: (at) => ringsFrom(at, quiet),
  };
}
