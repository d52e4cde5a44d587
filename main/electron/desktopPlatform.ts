import type { Platform } from "../core/platform.ts";
import { openExternalLink } from "./externalLinks.ts";

export function createDesktopPlatform(): Platform {
  return { host: "desktop", openExternal: openExternalLink };
}
