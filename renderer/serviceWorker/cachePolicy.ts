/** How the service worker answers a request of the page. */
export type CachePolicy =
  /** Not its business: the browser asks the server as if there were no service worker. */
  | "leave"
  /** The newest page there is; the kept one where the server cannot be reached. */
  | "page"
  /** A file that never changes (its hash is in its name): the kept one, if it is kept. */
  | "kept";

/** Where the server's own answers live. Nothing of this is ever kept: it is data, credentials, or the link itself. */
const serverPaths = /^\/(api|auth|socket\.io|ws|hook|healthz|readyz|metrics)(\/|$)/;

export interface AskedFor {
  readonly method: string;
  readonly url: string;
  readonly isNavigation: boolean;
}

/** What to do with a request, for the page at `origin` whose kept files are `kept` (paths such as `/assets/index-1a2b.js`). */
export function cachePolicy(request: AskedFor, origin: string, kept: ReadonlySet<string>): CachePolicy {
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== origin || serverPaths.test(url.pathname)) return "leave";
  if (request.isNavigation) return url.pathname === "/" || url.pathname === "/index.html" ? "page" : "leave";
  return url.search === "" && kept.has(url.pathname) ? "kept" : "leave";
}
