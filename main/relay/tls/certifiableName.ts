import { isIP } from "node:net";

/**
 * This machine's name as the authority may vouch for it; null for what is no host name. One label of letters alone is left out: it
 * could be a top-level domain (`dev`), and permitting it would permit everything below.
 */
export function certifiableName(name: string): string | null {
  const lower = name.toLowerCase().replace(/\.$/, "");
  const isName =
    lower.length <= 253 && lower.split(".").every((label) => /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/.test(label));
  if (!isName || isIP(lower) !== 0) return null;
  return /^[a-z]+$|^xn--[^.]+$|^\d+$/.test(lower) ? null : lower;
}
