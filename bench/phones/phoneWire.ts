import { createRpcClient } from "#shared/link/rpcClient.ts";
import type { PhoneAddress, Wire } from "../hosts/host.ts";
import { wireOver } from "../hosts/wireOver.ts";
import { createPhoneNetwork } from "./phoneNetwork.ts";
import { createPhoneOpener } from "./phoneOpener.ts";

/** One link of one of the phones. Rejects with what became of the attempt if it was not let in. */
export async function connectPhone(address: PhoneAddress, which = 0): Promise<Wire> {
  const phone = address.phones[which];
  if (!phone) throw new Error(`No phone ${which}`);
  const network = createPhoneNetwork(address);
  const opening = await (await createPhoneOpener(network, phone))(new AbortController().signal);
  if (opening.kind !== "opened") throw new Error(`The phone was not let in: ${JSON.stringify(opening)}`);
  const { link } = opening;
  return wireOver({ client: createRpcClient(link), link, [Symbol.dispose]: () => link.close() });
}
