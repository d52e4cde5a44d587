import { ECDH } from "node:crypto";
import type { PushSubscription } from "#shared/contract/attention.ts";

/** Whether these are what RFC 8291 2 asks for: a point on P-256, uncompressed, and 16 bytes of a shared secret. */
export function areSubscriptionKeys({ auth, p256dh }: PushSubscription["keys"]): boolean {
  const point = Buffer.from(p256dh, "base64url");
  if (Buffer.from(auth, "base64url").length !== 16 || point.length !== 65 || point[0] !== 4) return false;
  try {
    // Throws for a point that is not on the curve.
    ECDH.convertKey(point, "prime256v1", undefined, undefined, "compressed");
    return true;
  } catch {
    return false;
  }
}
