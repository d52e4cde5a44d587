import { isIP, isIPv6 } from "node:net";
import { hostname, networkInterfaces } from "node:os";
import type { RelayCertificate } from "#shared/contract/relay.ts";
import { bracket, machineAddresses, originsOf, parseOrigin, type Scheme } from "./addresses.ts";

/** What decides under which addresses phones find this machine. */
export interface PhoneAddressing {
  /** The name on the network, without `.local`. */
  readonly name: string;
  readonly port: number;
  /** What the listener is bound to; empty means every network. */
  readonly boundTo: string;
  readonly certificate: Pick<RelayCertificate, "kind" | "names">;
  readonly publicOrigins: readonly string[];
}

/**
 * The one origin that phones keep: the name on the network, which stays when addresses change. With a certificate of the user's
 * own that is not for this name, what it is for: the public address, or the certificate's first name.
 */
export function stableUrl({ name, port, certificate, publicOrigins }: PhoneAddressing): string {
  const local = `${name}.local`;
  if (certificate.kind === "own-authority" || certificate.names.includes(local)) return `https://${local}:${port}`;
  const [proxied] = publicOrigins;
  if (proxied !== undefined) return URL.parse(proxied)?.origin ?? proxied;
  return `https://${bracket(exactNames(certificate)[0] ?? local)}:${port}`;
}

/** Every origin under which this listener may be addressed; without encryption only for those who come to trust it. */
export function phoneOrigins(addressing: PhoneAddressing, scheme: Scheme): ReadonlySet<string> {
  const { name, port, certificate, publicOrigins } = addressing;
  const names = new Set([
    `${name}.local`,
    "localhost",
    hostname(),
    ...machineAddresses(),
    ...(certificate.kind === "files" ? exactNames(certificate) : []),
  ]);
  const own = originsOf(scheme, names, port);
  return new Set(scheme === "https" ? [...own, ...publicOrigins.flatMap((origin) => parseOrigin(origin) ?? [])] : own);
}

/** Where phones reach it by address, the likeliest first; addresses that no other machine reaches are left out. */
export function addressUrls({ port, boundTo }: Pick<PhoneAddressing, "port" | "boundTo">, scheme: Scheme): string[] {
  const isEverywhere = boundTo === "" || boundTo === "0.0.0.0" || boundTo === "::";
  if (!isEverywhere && isIP(boundTo) !== 0) return [`${scheme}://${bracket(boundTo)}:${port}`];
  return reachableAddresses()
    .filter((address) => boundTo !== "0.0.0.0" || !isIPv6(address))
    .map((address) => `${scheme}://${bracket(address)}:${port}`);
}

/** Bridges of containers and virtual machines, and tunnels: real, but seldom where a phone is. */
const virtualInterface = /^(docker|br-|veth|virbr|vmnet|vboxnet|utun|tun|tap|wg|zt|cni|flannel|podman|lxc|llw|awdl)/;

function reachableAddresses(): string[] {
  const found = Object.entries(networkInterfaces()).flatMap(([name, entries]) =>
    (entries ?? [])
      .filter(({ internal, address }) => !internal && !address.startsWith("fe80:"))
      .map(({ address, family }) => ({
        address,
        rank: (virtualInterface.test(name) ? 10 : 0) + (family === "IPv4" ? privateRank(address) : 4),
      })),
  );
  return found.sort((one, other) => one.rank - other.rank).map(({ address }) => address);
}

/** Home networks before companies' before everything else. */
function privateRank(address: string): number {
  if (address.startsWith("192.168.")) return 0;
  if (address.startsWith("10.")) return 1;
  if (/^172\.(1[6-9]|2\d|3[01])\./.test(address)) return 2;
  return 3;
}

function exactNames({ names }: Pick<RelayCertificate, "names">): string[] {
  return names.filter((name) => !name.includes("*"));
}
