import { chatFeature } from "../features/chat/feature.ts";
import { diagnosticsFeature } from "../features/diagnostics/feature.ts";
import { inboxFeature } from "../features/inbox/feature.ts";
import { modelsFeature } from "../features/models/feature.ts";
import { phonesFeature } from "../features/phones/feature.ts";
import { sessionsFeature } from "../features/sessions/feature.ts";
import { settingsFeature } from "../features/settings/feature.ts";
import type { Feature } from "../shell/feature.ts";

/** What the product is made of, in the order of the rail. */
export const features: readonly Feature[] = [
  inboxFeature,
  sessionsFeature,
  chatFeature,
  phonesFeature,
  modelsFeature,
  settingsFeature,
  diagnosticsFeature,
];

/** The feature an address names, among those the caller may see; otherwise the sessions, which is what one comes for. */
export function featureAt(visible: readonly Feature[], path: readonly string[]): Feature | undefined {
  return visible.find(({ id }) => id === path[0]) ?? visible.find(({ id }) => id === sessionsFeature.id) ?? visible[0];
}
