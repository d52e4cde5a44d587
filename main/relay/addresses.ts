import { isIPv6 } from "node:net";
import { hostname, networkInterfaces } from "node:os";

/** Names under which a machine always reaches itself. */
const loopbackHosts = ["127.0.0.1", "localhost", "::1"] as const;
const wildcardHosts: readonly string[] = ["", "0.0.0.0", "::", "[::]"];

/** How a request reached us, or the proxy in front of us. */
export type Scheme = "http" | "https";

/** The parts of a request that say for whom it was meant and where it comes from. */
export interface RequestAddresses {
  readonly scheme: Scheme;
  readonly host: string | undefined;
  readonly origin: string | undefined;
  readonly fetchSite: string | undefined;
  /** Whether a browser asks for it as a page to show. */
  readonly isNavigation: boolean;
}

/**
 * Whether a request is meant for this server and does not come from another site's page. Against DNS rebinding the Host must be
 * one of our own; against cross-site calls the Origin, where there is one, too. Addresses are compared whole, after parsing, with
 * their scheme and port: `127.0.0.1.evil.com` is not ours, and a page without encryption is not the one with it. Without an Origin
 * (links, scripts) the browser's Sec-Fetch-Site decides, if it is there.
 */
export function isOwnAddress(request: RequestAddresses, ownOrigins: ReadonlySet<string>): boolean {
  const own = parseOrigin(`${request.scheme}://${request.host ?? ""}`);
  if (own === null || !ownOrigins.has(own)) return false;
  if (request.origin !== undefined) return parseOrigin(request.origin) === own;
  const isForeignPage = request.fetchSite === "cross-site" || request.fetchSite === "same-site";
  return !isForeignPage || request.isNavigation;
}

/** The origins of these names and addresses at a port, as `isOwnAddress` compares them. */
export function originsOf(scheme: Scheme, names: Iterable<string>, port: number): string[] {
  return [...names].flatMap((name) => parseOrigin(`${scheme}://${bracket(name)}:${port}`) ?? []);
}

/** Every name and address by which a listener on this host may be addressed by rights. */
export function ownNames(listenHost: string): string[] {
  const names: string[] = [...loopbackHosts];
  if (!wildcardHosts.includes(listenHost)) return [...names, listenHost];
  return [...names, hostname(), ...machineAddresses()];
}

/** The addresses of this machine's interfaces, without zones. */
export function machineAddresses(): string[] {
  return Object.values(networkInterfaces()).flatMap((addresses) =>
    (addresses ?? []).map(({ address }) => withoutZone(address)),
  );
}

/** Whether a listener on this host is out of other machines' reach. */
export function isLoopback(listenHost: string): boolean {
  return listenHost === "localhost" || listenHost === "::1" || /^127(\.\d{1,3}){3}$/.test(listenHost);
}

/** Where people and programs on this machine reach a listener. */
export function urlOf(listenHost: string, port: number): string {
  return `http://${wildcardHosts.includes(listenHost) ? "127.0.0.1" : bracket(listenHost)}:${port}`;
}

/** `scheme://host:port`, the port always written out; null for anything else, an address with more in it included. */
export function parseOrigin(address: string): string | null {
  const url = URL.parse(address);
  if (url === null || (url.protocol !== "http:" && url.protocol !== "https:")) return null;
  if (url.username !== "" || url.password !== "" || url.hostname === "") return null;
  if (url.pathname !== "/" || url.search !== "" || url.hash !== "") return null;
  const defaultPort = url.protocol === "http:" ? "80" : "443";
  return `${url.protocol}//${url.hostname}:${url.port === "" ? defaultPort : url.port}`;
}

/** A name or address as it stands in a URL. */
export function bracket(name: string): string {
  return isIPv6(name) ? `[${name}]` : name;
}

function withoutZone(address: string): string {
  return address.split("%", 1)[0] ?? address;
}
