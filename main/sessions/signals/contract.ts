import type { EndReason } from "#shared/contract/sessions.ts";
import type { Notification } from "./notifications.ts";

/**
 * What a running session lets others know at once. Only live output raises signals: reading history, replaying it and restarting
 * the app do not. `output` comes with every piece of it, so listeners do little.
 */
export type SessionSignal = { readonly session: string } & (
  | { readonly kind: "started" }
  | { readonly kind: "output" }
  | { readonly kind: "bell" }
  | ({ readonly kind: "notification" } & Notification)
  /** A person typed into it, on whatever surface. */
  | { readonly kind: "typed" }
  /** A person only moved a cursor or a selection. */
  | { readonly kind: "moved" }
  /** A person turned to it: its terminal got the focus. */
  | { readonly kind: "looked" }
  | { readonly kind: "resized" }
  | {
      readonly kind: "ended";
      readonly exitCode: number | null;
      readonly signal: string | null;
      readonly reason: EndReason;
    }
);
