import { lookup } from "node:dns";
import { BlockList, isIP, type LookupFunction } from "node:net";
import { addressNotAllowed } from "../surfaces/post.ts";

/**
 * Whether an address belongs to the public internet (IANA's special-purpose registries, RFC 6890). A phone names the address
 * that pushes are sent to: without this it could make this machine send requests into its own network.
 */
export function isPublicAddress(address: string): boolean {
  const family = isIP(address);
  if (family === 4) return !specialIPv4().check(address);
  // Everything that is routed lies in 2000::/3; the blocks within it that carry an IPv4 address or mean nothing are left out.
  return family === 6 && globalIPv6().check(address, "ipv6") && !specialIPv6().check(address, "ipv6");
}

function specialIPv4(): BlockList {
  const list = new BlockList();
  const blocks: readonly [string, number][] = [
    ["0.0.0.0", 8],
    ["10.0.0.0", 8],
    ["100.64.0.0", 10],
    ["127.0.0.0", 8],
    ["169.254.0.0", 16],
    ["172.16.0.0", 12],
    ["192.0.0.0", 24],
    ["192.0.2.0", 24],
    ["192.88.99.0", 24],
    ["192.168.0.0", 16],
    ["198.18.0.0", 15],
    ["198.51.100.0", 24],
    ["203.0.113.0", 24],
    ["224.0.0.0", 3],
  ];
  for (const [net, prefix] of blocks) list.addSubnet(net, prefix);
  return list;
}

function globalIPv6(): BlockList {
  const list = new BlockList();
  list.addSubnet("2000::", 3, "ipv6");
  return list;
}

function specialIPv6(): BlockList {
  const list = new BlockList();
  // IETF protocols with Teredo, documentation (both), 6to4.
  list.addSubnet("2001::", 23, "ipv6");
  list.addSubnet("2001:db8::", 32, "ipv6");
  list.addSubnet("3fff::", 20, "ipv6");
  list.addSubnet("2002::", 16, "ipv6");
  return list;
}

/**
 * The system's lookup, failing for an address that is not allowed. It is asked while connecting, so that a name cannot mean one
 * address when it is checked and another when it is used.
 */
export function guardedLookup(isAllowed: (address: string) => boolean): LookupFunction {
  return (hostname, options, callback) => {
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, "", 0);
      const first = addresses[0];
      if (first === undefined || !addresses.every(({ address }) => isAllowed(address))) {
        const refusal = Object.assign(new Error("The address is not allowed"), { code: addressNotAllowed });
        return callback(refusal, "", 0);
      }
      return options.all ? callback(null, addresses) : callback(null, first.address, first.family);
    });
  };
}

/** Whether pushes may go to this address as it is written; names are looked at when they are resolved. */
export function isAllowedEndpoint(endpoint: string, isAllowed: (address: string) => boolean): boolean {
  const url = URL.parse(endpoint);
  if (url?.protocol !== "https:" || url.username !== "" || url.password !== "") return false;
  const host = url.hostname.replace(/^\[|\]$/g, "");
  if (isIP(host) !== 0) return isAllowed(host);
  return host.includes(".") || isAllowed("127.0.0.1");
}
