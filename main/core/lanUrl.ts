import type { Relay } from "../relay/contract.ts";

/** Where phones connect, without a trailing slash; null while that listener is off or has failed. */
export function lanUrlOf({ forPhones }: Pick<Relay, "forPhones">): string | null {
  const status = forPhones.status();
  return status.kind === "open" ? status.url : null;
}
