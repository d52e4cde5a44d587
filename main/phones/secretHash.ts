import { createHash, timingSafeEqual } from "node:crypto";

/** SHA-256 of a secret: what is compared instead of it, so that how long a comparison takes says nothing about it. */
export function hashOf(secret: string): Buffer {
  return createHash("sha256").update(secret).digest();
}

export function isSameHash(one: Buffer, other: Buffer): boolean {
  return timingSafeEqual(one, other);
}
