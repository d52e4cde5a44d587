import { createHash, randomBytes } from "node:crypto";

/** 256 bits: beyond any guessing, so that a fast hash is enough to keep it by. */
const secretBytes = 32;

/** A fresh secret for a URL, a header or a cookie. The prefix lets secret scanners and people recognise it. */
export function createSecret(prefix: string): string {
  return `${prefix}${randomBytes(secretBytes).toString("base64url")}`;
}

/** What is kept instead of a secret. */
export function hashSecret(secret: string): string {
  return createHash("sha256").update(secret).digest("hex");
}
