import type { IncomingMessage } from "node:http";
import { isIP } from "node:net";
import { TLSSocket } from "node:tls";
import type { Scheme } from "./addresses.ts";
import { plainAddress } from "./addressList.ts";

/** Who made a request, as far as the connection and the proxies we trust tell. */
export interface RequestSource {
  /** The client's address, in its plain form. */
  readonly address: string;
  /** How the client reached us, or the outermost proxy that is ours. */
  readonly scheme: Scheme;
}

/**
 * Where a request comes from. `X-Forwarded-For` and `-Proto` are believed only from a proxy that the settings name: from the right,
 * each proxy has added whom it saw, so the first one that is not ours is the client. What a client writes there itself stands
 * further left and is never reached.
 */
export function sourceOf(request: IncomingMessage, isTrustedProxy: (address: string) => boolean): RequestSource {
  const { socket, headers } = request;
  const peer = plainAddress(socket.remoteAddress ?? "unknown");
  const ownScheme: Scheme = socket instanceof TLSSocket ? "https" : "http";
  if (!isTrustedProxy(peer)) return { address: peer, scheme: ownScheme };
  return {
    address: clientBehind(peer, lastFirst(headers["x-forwarded-for"]), isTrustedProxy),
    scheme: schemeOf(lastFirst(headers["x-forwarded-proto"])) ?? ownScheme,
  };
}

function clientBehind(peer: string, named: readonly string[], isTrustedProxy: (address: string) => boolean): string {
  let client = peer;
  for (const name of named) {
    const address = plainAddress(name);
    // What is no address was not written by a proxy of ours: the last one known stands for it.
    if (isIP(address) === 0) return client;
    client = address;
    if (!isTrustedProxy(client)) return client;
  }
  return client;
}

/** A header's list from its end; several headers of a name are one list (RFC 9110, 5.3). */
function lastFirst(header: string | string[] | undefined): string[] {
  const text = Array.isArray(header) ? header.join(",") : (header ?? "");
  // No chain of proxies is longer; the rest is somebody's attempt at something.
  return text
    .slice(-2048)
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "")
    .reverse()
    .slice(0, 20);
}

function schemeOf([nearest]: readonly string[]): Scheme | null {
  return nearest === "https" || nearest === "http" ? nearest : null;
}
