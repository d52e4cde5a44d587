import type { HostAddress } from "./hosts/host.ts";

/** What the bench asks a reader process. */
export type ReaderRequest =
  /** `drain` takes everything and acknowledges at once; `screen` shows it in a terminal and acknowledges what is parsed. */
  | {
      readonly kind: "open";
      readonly address: HostAddress;
      readonly session: string;
      readonly mode: "drain" | "screen";
    }
  /** Tell the screen as soon as everything before this offset is on it. */
  | { readonly kind: "finish"; readonly offset: number };

export type ReaderReply =
  | { readonly kind: "attached" }
  /** `bytes` is what came over the wire, `snapshots` how often it was brought up to date by one. */
  | { readonly kind: "screen"; readonly cells: readonly string[]; readonly bytes: number; readonly snapshots: number };
