import { AppError } from "#shared/errors/appError.ts";

/**
 * A key as it can be sent: without the line break that came with it from a file or a page. Throws MODEL_AUTH_FAILED where it cannot be
 * one: fetch would repeat it in its own error.
 */
export function sendableKey(stored: string, provider: string): string {
  const key = stored.trim();
  if (/^[\x21-\x7e]+$/.test(key)) return key;
  throw new AppError("MODEL_AUTH_FAILED", {
    details: { provider, reason: "the stored key is empty or has characters that no key has" },
  });
}
