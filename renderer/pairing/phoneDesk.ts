import { createStore, type StoreApi } from "zustand/vanilla";
import { type AskServer, createAskServer } from "../connection/phone/askServer.ts";
import { createIndexedDbPairingStore } from "../connection/phone/indexedDbPairingStore.ts";
import { pairingSecretFromFragment } from "../connection/phone/pairingLink.ts";
import type { PairingStore } from "../connection/phone/pairingStore.ts";
import { createPhoneCrypto, type PhoneCrypto } from "../connection/phone/phoneCrypto.ts";

/** What pairing needs in a browser. There is none in the desktop's own window. */
export interface PhoneDesk {
  /** The secret of a pairing link that was opened, empty if it cannot be read; null otherwise. Used when a person says so, never by itself. */
  readonly invitation: StoreApi<string | null>;
  /** Null where the page has no WebCrypto. */
  readonly crypto: PhoneCrypto | null;
  readonly store: PairingStore;
  readonly ask: AskServer;
}

/** The desk of this browser. Links opened later in the same tab are noticed too. */
export function createPhoneDesk(target: Window): PhoneDesk {
  const invitation = createStore<string | null>(() => takeSecret(target));
  target.addEventListener("hashchange", () => {
    const secret = takeSecret(target);
    if (secret !== null) invitation.setState(secret, true);
  });
  return {
    invitation,
    crypto: createPhoneCrypto(target.isSecureContext ? crypto : undefined),
    store: createIndexedDbPairingStore(indexedDB),
    ask: createAskServer((input, init) => fetch(input, init)),
  };
}

/** The secret leaves the address before anything else runs: it must not stay in the history or be copied with a link. */
function takeSecret(target: Window): string | null {
  const secret = pairingSecretFromFragment(target.location.hash);
  if (secret !== null) target.history.replaceState(null, "", "#/");
  return secret;
}
