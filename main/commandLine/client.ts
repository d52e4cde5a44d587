import type { Client } from "#shared/contract/contract.ts";
import type { Link } from "#shared/link/link.ts";
import { createRpcClient } from "#shared/link/rpcClient.ts";
import { openSocketLink } from "./socketLink.ts";

/** Where a running instance is and what lets the command line in: `url` and `controlToken` of its instance.json. */
export interface InstanceAddress {
  readonly url: string;
  readonly token: string;
}

/** A live connection to a running instance: its calls, and beside them the terminal channel of the link. */
export interface Connection extends Disposable {
  readonly client: Client;
  readonly link: Link;
}

/** Connects to a running instance; rejects as openSocketLink does. Disposing closes the link. */
export async function connect(address: InstanceAddress, signal?: AbortSignal): Promise<Connection> {
  const link = await openSocketLink(address, signal);
  const client = createRpcClient(link);
  return { client, link, [Symbol.dispose]: () => link.close() };
}
