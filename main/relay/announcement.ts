import type { RelayStatus } from "#shared/contract/relay.ts";

/** A name told to the network for as long as it is not disposed. */
export interface Announcement extends AsyncDisposable {
  status(): Extract<RelayStatus, { kind: "open" }>["announcement"];
}

/**
 * Tells the network a name (without `.local`) and the port behind it. `address` is what the listener is bound to; empty means every
 * network. `changed` is called when the status is another one.
 */
export type Announce = (
  about: { readonly name: string; readonly port: number; readonly address: string },
  changed: () => void,
) => Announcement;
