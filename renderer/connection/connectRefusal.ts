import { errorShape } from "#shared/errors/appError.ts";
import type { LinkOpening } from "./linkOpening.ts";

/**
 * What an attempt that ended in `connect_error` means. A refusal by the server itself carries the error's shape as `data`; whatever
 * carries none came from the way there: nothing answered, or not in the server's words.
 */
export function connectRefusal(error: Error): LinkOpening {
  const data = "data" in error ? error.data : undefined;
  if (data === undefined) return { kind: "failed", cause: "unreachable" };
  const refusal = errorShape.pick({ code: true, retryAfterMs: true }).safeParse(data);
  if (!refusal.success) return { kind: "failed", cause: "faulty" };
  const { code, retryAfterMs } = refusal.data;
  if (code === "UNAUTHENTICATED") return { kind: "refused", reason: "no-credential" };
  const cause = code === "RATE_LIMITED" ? "limited" : code === "TOO_MANY_CONNECTIONS" ? "busy" : "faulty";
  return { kind: "failed", cause, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
}
