import { diagnosticsFeature } from "../features/diagnostics/feature.ts";
import { sessionsFeature } from "../features/sessions/feature.ts";
import { settingsFeature } from "../features/settings/feature.ts";
import type { Feature } from "../shell/feature.ts";

/** What the product is made of, in the order of the rail. The first one opens when the address names none. */
export const features: readonly Feature[] = [sessionsFeature, settingsFeature, diagnosticsFeature];

/** The feature an address names, among those the caller may see; the first of them otherwise. */
export function featureAt(visible: readonly Feature[], path: readonly string[]): Feature | undefined {
  return visible.find(({ id }) => id === path[0]) ?? visible[0];
}
