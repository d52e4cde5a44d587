import type { Socket } from "node:net";

type Ends = Pick<Socket, "remoteAddress" | "remotePort">;

/** Connections that have shown nothing yet, counted by address, so that one machine cannot take all there may be. */
export interface Strangers {
  /** False above the limit. A socket that is admitted counts until it is known or closed. */
  admit(socket: Socket): boolean;
  /** Its handshake is done. A TLS socket stands for the one below it: both have the same ends. */
  isKnown(socket: Ends): void;
}

export function createStrangers(limitPerAddress: number): Strangers {
  const addresses = new Map<string, string>();
  const counts = new Map<string, number>();
  const forget = (key: string): void => {
    const address = addresses.get(key);
    if (address === undefined) return;
    addresses.delete(key);
    const left = (counts.get(address) ?? 1) - 1;
    if (left === 0) counts.delete(address);
    else counts.set(address, left);
  };
  return {
    admit: (socket) => {
      const key = keyOf(socket);
      const address = socket.remoteAddress;
      // Gone before it could be looked at.
      if (key === null || address === undefined) return false;
      const count = counts.get(address) ?? 0;
      if (count >= limitPerAddress) return false;
      counts.set(address, count + 1);
      addresses.set(key, address);
      // A closed socket does not know its other end any more.
      socket.once("close", () => forget(key));
      return true;
    },
    isKnown: (socket) => {
      const key = keyOf(socket);
      if (key !== null) forget(key);
    },
  };
}

function keyOf({ remoteAddress, remotePort }: Ends): string | null {
  return remoteAddress === undefined || remotePort === undefined ? null : `${remoteAddress} ${remotePort}`;
}
