import { connectBare, createBareSubject } from "./hosts/bareHost.ts";
import type { HostAddress, Subject, Wire } from "./hosts/host.ts";
import { connectQuarterdeck, createQuarterdeckSubject } from "./hosts/quarterdeckHost.ts";

/** Ours and the one it is compared with. */
export async function createSubjects(program: string): Promise<readonly [Subject, Subject]> {
  return [createQuarterdeckSubject(program), await createBareSubject()];
}

/** Connects to a host that another process started. */
export function connectTo(address: HostAddress): Promise<Wire> {
  return address.kind === "bare" ? connectBare(address.url) : connectQuarterdeck(address);
}
