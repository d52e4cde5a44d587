import { networkInterfaces } from "node:os";

/** Names under which a machine always reaches itself. */
const loopbackHosts = ["127.0.0.1", "localhost", "[::1]"] as const;
const wildcardHosts: readonly string[] = ["0.0.0.0", "::", "[::]"];

/** The parts of a request that say for whom it was meant and where it comes from. */
export interface RequestAddresses {
  readonly host: string | undefined;
  readonly origin: string | undefined;
  readonly fetchSite: string | undefined;
  /** Whether a browser asks for it as a page to show. */
  readonly isNavigation: boolean;
}

/**
 * Whether a request is meant for this server and does not come from another site's page. Against DNS rebinding the Host must be
 * one of our own; against cross-site calls the Origin, where there is one, too. Hosts are compared whole, after parsing:
 * `127.0.0.1.evil.com` is not ours. Without an Origin (links, scripts) the browser's Sec-Fetch-Site decides, if it is there.
 */
export function isOwnAddress(request: RequestAddresses, ownHosts: ReadonlySet<string>): boolean {
  const host = parseHost(`http://${request.host ?? ""}`);
  if (host === null || !ownHosts.has(host)) return false;
  if (request.origin !== undefined) return parseHost(request.origin) === host;
  const isForeignPage = request.fetchSite === "cross-site" || request.fetchSite === "same-site";
  return !isForeignPage || request.isNavigation;
}

/** Every `host:port` under which this listener may be addressed. */
export function ownHosts(listenHost: string, port: number): ReadonlySet<string> {
  const names: string[] = [...loopbackHosts];
  if (wildcardHosts.includes(listenHost)) {
    names.push(
      ...Object.values(networkInterfaces()).flatMap((addresses) => (addresses ?? []).map(({ address }) => address)),
    );
  } else names.push(listenHost);
  return new Set(names.flatMap((name) => parseHost(`http://${bracket(name)}:${port}`) ?? []));
}

/** Whether a listener on this host is out of other machines' reach. */
export function isLoopback(listenHost: string): boolean {
  return listenHost === "localhost" || listenHost === "::1" || /^127(\.\d{1,3}){3}$/.test(listenHost);
}

/** Where people and programs on this machine reach a listener. */
export function urlOf(listenHost: string, port: number): string {
  return `http://${wildcardHosts.includes(listenHost) ? "127.0.0.1" : bracket(listenHost)}:${port}`;
}

/** `host:port` of an http address, the port always written out; null for anything else, an address with more in it included. */
function parseHost(address: string): string | null {
  const url = URL.parse(address);
  if (url?.protocol !== "http:" || url.username !== "" || url.password !== "") return null;
  if (url.pathname !== "/" || url.search !== "" || url.hash !== "") return null;
  return `${url.hostname}:${url.port === "" ? "80" : url.port}`;
}

function bracket(name: string): string {
  return name.includes(":") && !name.startsWith("[") ? `[${name}]` : name;
}
