import type { Link } from "#shared/link/link.ts";
import type { LossCause, SignedOutReason } from "./connectionState.ts";

/** How an attempt to open a link ended. */
export type LinkOpening =
  /** `wasToldToLeave` is true after the server closed the link on purpose: it stops, or took our credential away. */
  | { readonly kind: "opened"; readonly link: Link; readonly wasToldToLeave: () => boolean }
  /** `retryAfterMs`: the server asks not to be tried again sooner. */
  | { readonly kind: "failed"; readonly cause: LossCause; readonly retryAfterMs?: number }
  | { readonly kind: "refused"; readonly reason: SignedOutReason };

/** Opens one link; never rejects. When the signal fires, nobody wants it any more: the attempt ends, however it can. */
export type OpenLink = (signal: AbortSignal) => Promise<LinkOpening>;
