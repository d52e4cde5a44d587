import { addressBytes } from "./addressBytes.ts";

/** What an authority may vouch for. Nothing else that it signs is believed by whoever checks the constraints. */
export interface PermittedNames {
  /** Each with everything below it: `local` covers `deck.local`. */
  readonly dnsNames: readonly string[];
  readonly ranges: readonly AddressRange[];
}

interface AddressRange {
  readonly address: Uint8Array;
  readonly mask: Uint8Array;
}

/** Private, link-local and loopback ranges, and the one that carriers and Tailscale share (RFC 6598). */
const localRanges = [
  "127.0.0.0/8",
  "10.0.0.0/8",
  "172.16.0.0/12",
  "192.168.0.0/16",
  "169.254.0.0/16",
  "100.64.0.0/10",
  "::1/128",
  "fc00::/7",
  "fe80::/10",
] as const;

/** Of a public IPv6 address the whole network: the part after it is changed by the system for privacy. */
const publicBits = { 4: 32, 16: 64 } as const;

/** This machine's surroundings, its name, and the addresses it has now; none of them reach beyond. */
export function permittedFor(machineName: string | null, addresses: readonly string[]): PermittedNames {
  const local = localRanges.map(parseRange);
  const isLocal = (address: Uint8Array): boolean => local.some((range) => contains(range, address));
  const own = addresses.flatMap((text) => {
    const address = addressBytes(text);
    if (address === null || isLocal(address)) return [];
    return [toRange(address, address.length === 4 ? publicBits[4] : publicBits[16])];
  });
  const dnsNames = ["local", "localhost", ...(machineName === null ? [] : [machineName])];
  return { dnsNames: [...new Set(dnsNames)], ranges: unique([...local, ...own]) };
}

/** Whether a certificate of the authority may carry the name or address. */
export function isPermitted(name: string, { dnsNames, ranges }: PermittedNames): boolean {
  const address = addressBytes(name);
  if (address) return ranges.some((range) => contains(range, address));
  const lower = name.toLowerCase();
  return dnsNames.some((permitted) => lower === permitted || lower.endsWith(`.${permitted}`));
}

const tags = { sequence: 0x30, permittedSubtrees: 0xa0, dnsName: 0x82, ipAddress: 0x87 } as const;

/** The value of the extension (RFC 5280, 4.2.1.10) in DER: permitted subtrees alone. */
export function encodeNameConstraints({ dnsNames, ranges }: PermittedNames): Uint8Array<ArrayBuffer> {
  const bases = [
    ...dnsNames.map((name) => element(tags.dnsName, Buffer.from(name, "latin1"))),
    ...ranges.map(({ address, mask }) => element(tags.ipAddress, Buffer.concat([address, mask]))),
  ];
  const subtrees = bases.map((base) => element(tags.sequence, base));
  return element(tags.sequence, element(tags.permittedSubtrees, Buffer.concat(subtrees)));
}

/** The inverse for what `encodeNameConstraints` wrote; null for anything else. */
export function decodeNameConstraints(encoded: Uint8Array): PermittedNames | null {
  const dnsNames: string[] = [];
  const ranges: AddressRange[] = [];
  try {
    const permitted = only(only(encoded, tags.sequence), tags.permittedSubtrees);
    for (const subtree of elementsOf(permitted)) {
      if (subtree.tag !== tags.sequence) return null;
      const [base, ...others] = elementsOf(subtree.content);
      if (!base || others.length > 0) return null;
      const { content, tag } = base;
      if (tag === tags.dnsName) dnsNames.push(Buffer.from(content).toString("latin1"));
      else if (tag === tags.ipAddress && (content.length === 8 || content.length === 32)) {
        const half = content.length / 2;
        ranges.push({ address: content.slice(0, half), mask: content.slice(half) });
      } else return null;
    }
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
  return { dnsNames, ranges };
}

function parseRange(text: string): AddressRange {
  const [address = "", bits] = text.split("/");
  const bytes = addressBytes(address);
  if (!bytes) throw new RangeError(`${text} is no range`);
  return toRange(bytes, Number(bits));
}

function toRange(address: Uint8Array, bits: number): AddressRange {
  const mask = address.map((_byte, index) => (0xff00 >> Math.min(8, Math.max(0, bits - index * 8))) & 0xff);
  return { address: address.map((byte, index) => byte & (mask[index] ?? 0)), mask };
}

function contains({ address, mask }: AddressRange, candidate: Uint8Array): boolean {
  if (candidate.length !== address.length) return false;
  return candidate.every((byte, index) => (byte & (mask[index] ?? 0)) === address[index]);
}

function unique(ranges: readonly AddressRange[]): AddressRange[] {
  return [...new Map(ranges.map((range) => [`${range.address}/${range.mask}`, range])).values()];
}

function element(tag: number, content: Uint8Array): Uint8Array<ArrayBuffer> {
  const { length } = content;
  const short = length < 0x80 ? [length] : length < 0x100 ? [0x81, length] : [0x82, length >> 8, length & 0xff];
  return Uint8Array.from([tag, ...short, ...content]);
}

interface Element {
  readonly tag: number;
  readonly content: Uint8Array;
}

/** Throws RangeError for what is cut off or too long. */
function elementsOf(bytes: Uint8Array): Element[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const elements: Element[] = [];
  for (let at = 0; at < bytes.length; ) {
    const tag = view.getUint8(at);
    const first = view.getUint8(at + 1);
    const header = first < 0x80 ? 2 : first === 0x81 ? 3 : 4;
    if (first > 0x82 || first === 0x80) throw new RangeError("a length that was not written here");
    const length = first < 0x80 ? first : first === 0x81 ? view.getUint8(at + 2) : view.getUint16(at + 2);
    const end = at + header + length;
    if (end > bytes.length) throw new RangeError("cut off");
    elements.push({ tag, content: bytes.slice(at + header, end) });
    at = end;
  }
  return elements;
}

function only(bytes: Uint8Array, tag: number): Uint8Array {
  const [element, ...others] = elementsOf(bytes);
  if (element?.tag !== tag || others.length > 0) throw new RangeError("not the element that was expected");
  return element.content;
}
