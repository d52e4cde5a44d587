import { BlockList, isIP } from "node:net";

/** Addresses and ranges of them, as people write them in the settings. */
export interface AddressList {
  has(address: string): boolean;
  /** Entries that are neither an address nor a range; they match nothing. */
  readonly invalid: readonly string[];
}

/** `192.168.1.7`, `10.0.0.0/8`, `fe80::/10`; an IPv4 address also matches when it comes in IPv6 form, and the other way round. */
export function createAddressList(entries: readonly string[]): AddressList {
  const list = new BlockList();
  const invalid: string[] = [];
  for (const entry of entries) {
    const range = parseRange(entry);
    if (range) list.addSubnet(range.address, range.bits, range.family);
    else invalid.push(entry);
  }
  return {
    has: (address) => {
      const plain = plainAddress(address);
      const version = isIP(plain);
      return version !== 0 && list.check(plain, version === 4 ? "ipv4" : "ipv6");
    },
    invalid,
  };
}

interface Range {
  readonly address: string;
  readonly bits: number;
  readonly family: "ipv4" | "ipv6";
}

function parseRange(entry: string): Range | null {
  const [written = "", bitsText] = entry.split("/");
  const address = plainAddress(written);
  const version = isIP(address);
  if (version === 0) return null;
  const most = version === 4 ? 32 : 128;
  // The range of an IPv4 address in IPv6 form counts its 96 leading bits too.
  const leading = version === 4 && isIP(written) === 6 ? 96 : 0;
  if (bitsText !== undefined && !/^\d{1,3}$/.test(bitsText)) return null;
  const bits = bitsText === undefined ? most : Number(bitsText) - leading;
  if (!Number.isInteger(bits) || bits < 0 || bits > most) return null;
  return { address, bits, family: version === 4 ? "ipv4" : "ipv6" };
}

/** An address without its zone (`%eth0`), and an IPv4 address in IPv6 form (`::ffff:1.2.3.4`, `::ffff:102:304`) as what it is. */
export function plainAddress(address: string): string {
  const [bare = ""] = address.split("%", 1);
  if (isIP(bare) !== 6) return bare;
  const mapped = /^\[::ffff:([0-9a-f]{1,4}):([0-9a-f]{1,4})\]$/.exec(URL.parse(`http://[${bare}]`)?.hostname ?? "");
  if (!mapped) return bare;
  const [high, low] = [mapped[1], mapped[2]].map((digits) => Number.parseInt(digits ?? "0", 16));
  return [high ?? 0, low ?? 0].flatMap((word) => [word >> 8, word & 0xff]).join(".");
}
