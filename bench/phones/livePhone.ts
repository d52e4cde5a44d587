import { type Connection, createConnection } from "#renderer/connection/connection.ts";
import type { PhoneAddress } from "../hosts/host.ts";
import { createPhoneNetwork } from "./phoneNetwork.ts";
import { createPhoneOpener } from "./phoneOpener.ts";

/** A phone with the page's own connection: its state machine, waits, probes and streams; only the sockets are Node's. */
export interface LivePhone extends Disposable {
  readonly connection: Connection;
  /** The phone's id at the server. */
  readonly id: string;
}

/** Begins to connect as one of the paired phones; `which` counts from 0. */
export async function openLivePhone(address: PhoneAddress, which = 0): Promise<LivePhone> {
  const phone = address.phones[which];
  if (!phone) throw new Error(`No phone ${which}`);
  const network = createPhoneNetwork(address);
  const connection = createConnection({ kind: "phone", open: await createPhoneOpener(network, phone) });
  return {
    connection,
    id: phone.phone,
    [Symbol.dispose]() {
      connection[Symbol.dispose]();
      network[Symbol.dispose]();
    },
  };
}
