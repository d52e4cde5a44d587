import type { PhoneAddress } from "../hosts/host.ts";

/** What the bench asks a process full of watching phones. */
export type WatcherRequest =
  /** Connect all of these phones and attach each to the session. */
  | {
      readonly kind: "watch";
      readonly address: PhoneAddress;
      readonly which: readonly number[];
      readonly session: string;
    }
  /** How far behind the last one is. */
  | { readonly kind: "position" };

/** `slowest` is how far the one that has least has come, by offset. */
export type WatcherReply = { readonly kind: "position"; readonly slowest: number };
