import { connectBare } from "./hosts/bareHost.ts";
import type { HostAddress, Wire } from "./hosts/host.ts";
import { connectQuarterdeck } from "./hosts/quarterdeckHost.ts";
import { connectPhone } from "./phones/phoneWire.ts";

/** Connects to a host that is already running, perhaps started by another process. */
export async function connectTo(address: HostAddress): Promise<Wire> {
  switch (address.kind) {
    case "bare":
      return await connectBare(address.url);
    case "quarterdeck":
      return await connectQuarterdeck(address);
    case "phone":
      return await connectPhone(address);
  }
}
