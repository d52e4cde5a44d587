import { createAskServer } from "#renderer/connection/phone/askServer.ts";
import { pairingSecretFromFragment } from "#renderer/connection/phone/pairingLink.ts";
import { pairPhone } from "#renderer/connection/phone/pairPhone.ts";
import type { Client } from "#shared/contract/contract.ts";
import { scopes } from "#shared/contract/scopes.ts";
import type { PairedPhone } from "../hosts/host.ts";
import { createPhoneNetwork, type PhonePlace } from "./phoneNetwork.ts";
import { createBenchCrypto, createMemoryStore } from "./phoneOpener.ts";

/**
 * Pairs so many phones, one after the other, each from an address of its own, with everything that people do: an offer at the
 * desktop, a begin at the phone, the words compared, the desktop's yes.
 */
export async function pairPhones(admin: Client, place: PhonePlace, count: number): Promise<readonly PairedPhone[]> {
  const phones: PairedPhone[] = [];
  for (let index = 0; index < count; index += 1) phones.push(await pairOne(admin, place, `127.0.1.${index + 1}`));
  return phones;
}

async function pairOne(admin: Client, place: PhonePlace, from: string): Promise<PairedPhone> {
  using network = createPhoneNetwork(place, from);
  const store = createMemoryStore();
  const { link } = await admin.phones.offer({ scopes: [...scopes] });
  const secret = pairingSecretFromFragment(new URL(link).hash);
  if (secret === null) throw new Error("The offer's link has no secret");
  const end = new AbortController();
  let confirmed = Promise.resolve();
  await pairPhone(
    { ask: createAskServer(network.fetch), crypto: createBenchCrypto(), store, now: Date.now },
    {
      proof: { kind: "secret", secret },
      name: `Phone ${from}`,
      signal: end.signal,
      tell(event) {
        if (event.kind === "wordsKnown") confirmed = confirm(admin, event.words);
        if (event.kind === "failed") throw new Error(`Pairing failed: ${event.failure}`);
      },
    },
  );
  await confirmed;
  const [pairing] = store.pairings;
  if (!pairing) throw new Error("The phone was not paired");
  const { serverKey, phone, phoneKey, privateKey } = pairing;
  return { serverKey, phone, phoneKey, privateKey: await crypto.subtle.exportKey("jwk", privateKey) };
}

/** The desktop's half: says yes to the phone that shows these words. */
async function confirm(admin: Client, words: readonly number[]): Promise<void> {
  for await (const { requests } of await admin.phones.pairing()) {
    const request = requests.find((each) => each.words.every((word, index) => word === words[index]));
    if (!request) continue;
    await admin.phones.confirm({ id: request.id, name: request.name, scopes: [...scopes] });
    return;
  }
}
