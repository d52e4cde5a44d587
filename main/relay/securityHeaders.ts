import { contentSecurityPolicy } from "#shared/contentSecurityPolicy.ts";

/** What every answer carries. */
export const securityHeaders: Readonly<Record<string, string>> = {
  "content-security-policy": contentSecurityPolicy,
  "x-content-type-options": "nosniff",
  "x-frame-options": "DENY",
  "referrer-policy": "no-referrer",
  "cross-origin-opener-policy": "same-origin",
  "cross-origin-resource-policy": "same-origin",
  "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
};

/**
 * Tells browsers to come by HTTPS alone from now on, for a year. Not under `localhost`: they would keep it for every port of that
 * name, and the listener of this machine speaks plain HTTP there. (Of addresses they keep nothing, RFC 6797, 8.1.1.)
 */
export function strictTransport(host: string | undefined): Readonly<Record<string, string>> {
  const name = URL.parse(`https://${host ?? ""}`)?.hostname;
  if (name === undefined || name === "localhost" || name.endsWith(".localhost")) return {};
  return { "strict-transport-security": "max-age=31536000" };
}
