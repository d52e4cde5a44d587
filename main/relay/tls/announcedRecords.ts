import type { NetworkInterfaceInfo } from "node:os";
import { canonicalName } from "./addressBytes.ts";
import type { MulticastRecord } from "./multicastResponder.ts";

export type Interfaces = Readonly<Record<string, readonly NetworkInterfaceInfo[] | undefined>>;

/** An interface that can carry an announcement, with the addresses at which this machine is reached through it. */
export interface AnnouncedNetwork {
  /** The IPv4 address that is sent from. */
  readonly from: string;
  readonly addresses: readonly string[];
}

/** More are virtual ones of containers; each costs a socket. */
const maximumNetworks = 16;

/**
 * The networks of this machine that others are in and that a listener bound to `boundTo` answers in; empty means all. One without
 * IPv4 is left out: multicast goes over that alone.
 */
export function networksOf(interfaces: Interfaces, boundTo = ""): AnnouncedNetwork[] {
  const isAnswered = ({ address, family }: NetworkInterfaceInfo): boolean => {
    if (boundTo === "" || boundTo === "::") return true;
    return boundTo === "0.0.0.0" ? family === "IPv4" : canonicalName(address) === canonicalName(boundTo);
  };
  const networks = Object.values(interfaces).flatMap((entries = []) => {
    const outside = entries.filter(({ internal }) => !internal);
    const from = outside.find(({ family }) => family === "IPv4")?.address;
    // A link-local IPv6 address means nothing without the interface of whoever reads it.
    const answered = outside.filter((entry) => isAnswered(entry) && !/^fe[89ab]/i.test(entry.address));
    if (from === undefined || answered.length === 0) return [];
    return [{ from, addresses: answered.map(({ address }) => address) }];
  });
  return networks.slice(0, maximumNetworks);
}

/** Seconds that RFC 6762, 10 recommends: short for what holds a host name, long for the rest. */
const hostSeconds = 120;
const serviceSeconds = 4500;
const service = "_quarterdeck._tcp.local";

/** Addresses of `<name>.local`, and the service behind it (RFC 6763). */
export function recordsFor(name: string, port: number, { addresses }: AnnouncedNetwork): MulticastRecord[] {
  const host = `${name}.local`;
  const instance = `${name}.${service}`;
  const shared = { type: "PTR", ttl: serviceSeconds } as const;
  return [
    ...addresses.map((data) => {
      const type = data.includes(":") ? ("AAAA" as const) : ("A" as const);
      return { name: host, type, ttl: hostSeconds, data, flush: true as const };
    }),
    {
      name: instance,
      type: "SRV",
      ttl: hostSeconds,
      data: { port, target: host, weight: 0, priority: 0 },
      flush: true,
    },
    { name: instance, type: "TXT", ttl: serviceSeconds, data: ["scheme=https"], flush: true },
    { ...shared, name: service, data: instance },
    { ...shared, name: "_services._dns-sd._udp.local", data: service },
  ];
}
