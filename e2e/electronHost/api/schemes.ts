/**
 * Chromium cannot be taught a scheme over the DevTools protocol, so a page of `app://host/path` lives at
 * `https://host.app.electron-host.test/path` and its requests are answered here before any network. It is a secure context with an
 * origin of its own, as a privileged scheme is. The main process only ever sees the app's address.
 */
const suffix = ".electron-host.test";

export interface Privileges {
  readonly standard?: boolean;
  readonly secure?: boolean;
  readonly supportFetchAPI?: boolean;
  readonly codeCache?: boolean;
}

export class Schemes {
  private readonly registered = new Set<string>();

  register(schemes: readonly { readonly scheme: string; readonly privileges?: Privileges }[]): void {
    for (const { scheme, privileges } of schemes) {
      if (!privileges?.standard || !privileges.secure)
        throw new Error(`electronHost: a scheme that is not standard and secure (${scheme}) is not implemented`);
      this.registered.add(scheme);
    }
  }

  has(scheme: string): boolean {
    return this.registered.has(scheme);
  }

  /** The address Chromium opens for an address of the app. */
  toChromium(address: string): string {
    const url = new URL(address);
    const scheme = url.protocol.slice(0, -1);
    if (!this.registered.has(scheme)) return address;
    return `https://${url.host}.${scheme}${suffix}${url.pathname}${url.search}${url.hash}`;
  }

  /** The app's address for one that Chromium shows. */
  fromChromium(address: string): string {
    const match = /^https:\/\/([^/]+)\.([a-z][a-z0-9]*)\.electron-host\.test(\/.*)?$/.exec(address);
    if (!match?.[2] || !this.registered.has(match[2])) return address;
    return `${match[2]}://${match[1]}${match[3] ?? "/"}`;
  }

  originOf(address: string): string {
    const appAddress = this.fromChromium(address);
    const url = new URL(appAddress);
    return this.registered.has(url.protocol.slice(0, -1)) ? `${url.protocol}//${url.host}` : url.origin;
  }
}
