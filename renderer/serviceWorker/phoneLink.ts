import type { Client } from "#shared/contract/contract.ts";
import { createRpcClient } from "#shared/link/rpcClient.ts";
import { createAskServer } from "../connection/phone/askServer.ts";
import { createIndexedDbPairingStore } from "../connection/phone/indexedDbPairingStore.ts";
import { createPhoneCrypto } from "../connection/phone/phoneCrypto.ts";
import { createPhoneLinkOpener } from "../connection/phone/phoneLink.ts";
import { openSocketLink } from "../connection/socketLink.ts";

/** A browser ends a service worker that takes longer over a push message. */
const withinMs = 15_000;

/**
 * Does something on the server while no page is open, over a link of its own with this phone's proof. Null where this is no paired phone
 * or the server cannot be reached; what `work` throws is thrown.
 */
export async function onServer<T>(work: (client: Client, signal: AbortSignal) => Promise<T>): Promise<T | null> {
  if (self.location.protocol !== "https:") return null;
  const signal = AbortSignal.timeout(withinMs);
  const open = createPhoneLinkOpener({
    crypto: createPhoneCrypto(self.crypto),
    store: createIndexedDbPairingStore(self.indexedDB),
    ask: createAskServer((input, init) => fetch(input, init)),
    openSocket: (opening, proof) => openSocketLink({ kind: "phone", proof }, opening),
  });
  const opening = await open(signal);
  if (opening.kind !== "opened") return null;
  try {
    return await work(createRpcClient(opening.link), signal);
  } finally {
    opening.link.close();
  }
}
