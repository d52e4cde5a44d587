import { z } from "zod";

/** What a caller may do. Granted by the server, never taken from a message. `admin` includes the rest. */
export const scopes = ["watch", "steer", "start", "approve", "admin"] as const;
export const scope = z.enum(scopes);
export type Scope = z.infer<typeof scope>;

/** Whether the granted scopes allow a call that needs `needed`. */
export function allows(granted: readonly Scope[], needed: Scope): boolean {
  return granted.includes("admin") || granted.includes(needed);
}
