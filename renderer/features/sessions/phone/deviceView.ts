import { z } from "zod";
import { createStore, type StoreApi } from "zustand/vanilla";
import { readJson } from "../../../shell/browserStorage.ts";

/** How somebody looks on a small screen at a terminal whose size another decides. */
const watching = z.enum(["reflow", "fit"]);

export const fontLimits = { minimum: 6, maximum: 32 } as const;

const deviceView = z.object({
  /** `reflow`: its lines as text that wraps; `fit`: the picture of it, as wide as the screen. */
  watching: watching.catch("reflow"),
  /** The terminal's font on this device, in pixels; null for that of the settings. Set by pinching. */
  fontSize: z.number().min(fontLimits.minimum).max(fontLimits.maximum).nullable().catch(null),
});
export type DeviceView = z.infer<typeof deviceView>;

const storageKey = "quarterdeck.deviceView";

/** What this device alone remembers of how terminals look: a phone's font is not the desktop's. */
export function createDeviceViewStore(storage: Pick<Storage, "getItem" | "setItem"> | null): StoreApi<DeviceView> {
  const store = createStore<DeviceView>(() => deviceView.parse(readJson(storage?.getItem(storageKey) ?? null)));
  store.subscribe((next) => storage?.setItem(storageKey, JSON.stringify(next)));
  return store;
}

/** The font after two fingers moved from `from` to `to` pixels apart, in half pixels and within the limits. */
export function pinchedFont(font: number, from: number, to: number): number {
  if (from <= 0 || to <= 0) return font;
  const wanted = Math.round(font * (to / from) * 2) / 2;
  return Math.min(Math.max(wanted, fontLimits.minimum), fontLimits.maximum);
}
