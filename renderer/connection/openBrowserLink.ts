import type { Authentication } from "./authentication.ts";
import type { LinkOpening } from "./linkOpening.ts";
import { openSocketLink } from "./socketLink.ts";

/** Asks first whether we are signed in, because a refused socket cannot say why it was refused; then opens the socket. */
export async function openBrowserLink(authentication: Authentication): Promise<LinkOpening> {
  const answer = await authentication.check();
  switch (answer) {
    case "signed-in":
      return await openSocketLink();
    case "refused":
      return { kind: "refused", reason: "no-credential" };
    case "unreachable":
    case "busy":
      return { kind: "failed", cause: answer };
  }
}
