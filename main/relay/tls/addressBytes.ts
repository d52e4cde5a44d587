import { isIP, isIPv4 } from "node:net";

/** An IP address as its 4 or 16 bytes, a zone (`%eth0`) left out; null for anything else. */
export function addressBytes(address: string): Uint8Array<ArrayBuffer> | null {
  const [text = ""] = address.split("%");
  if (isIPv4(text)) return Uint8Array.from(text.split("."), Number);
  if (isIP(text) !== 6) return null;
  // The URL parser writes every form of an IPv6 address, an embedded IPv4 one included, in one way.
  const canonical = URL.parse(`http://[${text}]/`)?.hostname.slice(1, -1);
  if (canonical === undefined) return null;
  const [before = "", after] = canonical.split("::");
  const head = groupsOf(before);
  const tail = groupsOf(after ?? "");
  const groups = [...head, ...Array.from({ length: 8 - head.length - tail.length }, () => 0), ...tail];
  return Uint8Array.from(groups.flatMap((group) => [group >> 8, group & 0xff]));
}

/** The same name for the same machine, however it is written: names in lower case, addresses by their bytes. */
export function canonicalName(name: string): string {
  const bytes = addressBytes(name);
  return bytes ? `ip:${Buffer.from(bytes).toString("hex")}` : name.toLowerCase();
}

function groupsOf(text: string): number[] {
  return text === "" ? [] : text.split(":").map((group) => Number.parseInt(group, 16));
}
