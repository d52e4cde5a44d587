import type { OpenLink } from "#renderer/connection/linkOpening.ts";
import { createAskServer } from "#renderer/connection/phone/askServer.ts";
import type { Pairing, PairingStore } from "#renderer/connection/phone/pairingStore.ts";
import { createPhoneCrypto, type PhoneCrypto } from "#renderer/connection/phone/phoneCrypto.ts";
import { createPhoneLinkOpener } from "#renderer/connection/phone/phoneLink.ts";
import type { PairedPhone } from "../hosts/host.ts";
import type { PhoneNetwork } from "./phoneNetwork.ts";
import { openPhoneSocket } from "./phoneSocket.ts";

const algorithm = { name: "ECDSA", namedCurve: "P-256" } as const;

/** The page's own cryptography, but for keys that can be taken out: phones of a benchmark live in several processes. */
export function createBenchCrypto(): PhoneCrypto {
  const made = createPhoneCrypto(crypto);
  if (!made) throw new Error("Node has WebCrypto");
  return {
    ...made,
    async createKey() {
      const { privateKey, publicKey } = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
      const raw = Buffer.from(await crypto.subtle.exportKey("raw", publicKey));
      return { publicKey: raw.toString("base64url"), privateKey };
    },
  };
}

/** A store of pairings that ends with the process. */
export function createMemoryStore(): PairingStore & { readonly pairings: Pairing[] } {
  const pairings: Pairing[] = [];
  return {
    pairings,
    list: async () => pairings,
    save: async (pairing) => void pairings.unshift(pairing),
    forget: async (serverKey) => {
      const at = pairings.findIndex((pairing) => pairing.serverKey === serverKey);
      if (at >= 0) pairings.splice(at, 1);
    },
  };
}

/** Opens links as this phone, each with a fresh challenge and proof, as the page does. */
export async function createPhoneOpener(network: PhoneNetwork, phone: PairedPhone): Promise<OpenLink> {
  const store = createMemoryStore();
  const privateKey = await crypto.subtle.importKey("jwk", phone.privateKey, algorithm, false, ["sign"]);
  await store.save({ ...phone, privateKey, name: "Benchmark", pairedAt: 0 });
  return createPhoneLinkOpener({
    crypto: createBenchCrypto(),
    store,
    ask: createAskServer(network.fetch),
    openSocket: (signal, proof) => openPhoneSocket(network, proof, signal),
  });
}
