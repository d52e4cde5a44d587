import type { DevtoolsSession } from "../chromium/devtools.ts";
import type { Schemes } from "./schemes.ts";

type SchemeHandler = (request: Request) => Response | Promise<Response>;
type PermissionCheck = (webContents: object | null, permission: string, origin: string, details: object) => boolean;
type PermissionRequest = (
  webContents: object,
  permission: string,
  callback: (isGranted: boolean) => void,
  details: object,
) => void;

/** Electron's names of permissions and what they are called in the protocol. */
const permissions: readonly (readonly [electron: string, devtools: readonly string[]])[] = [
  ["clipboard-read", ["clipboard-read"]],
  ["clipboard-sanitized-write", ["clipboard-write"]],
  ["geolocation", ["geolocation"]],
  ["idle-detection", ["idle-detection"]],
  ["local-fonts", ["local-fonts"]],
  ["media", ["camera", "microphone"]],
  ["midi", ["midi"]],
  ["notifications", ["notifications"]],
  ["persistent-storage", ["persistent-storage"]],
  ["screen-wake-lock", ["screen-wake-lock"]],
  ["window-management", ["window-management"]],
];

/** The default session: who answers a scheme's requests, and what pages may. */
export class Session {
  readonly protocol: { handle(scheme: string, handler: SchemeHandler): void };
  private readonly schemes: Schemes;
  private readonly handlers = new Map<string, SchemeHandler>();
  private check: PermissionCheck | null = null;
  private request: PermissionRequest | null = null;

  constructor(schemes: Schemes) {
    this.schemes = schemes;
    this.protocol = {
      handle: (scheme, handler) => {
        if (!schemes.has(scheme))
          throw new Error(`electronHost: ${scheme} was not registered as privileged before ready`);
        this.handlers.set(scheme, handler);
      },
    };
  }

  setPermissionCheckHandler(handler: PermissionCheck | null): void {
    this.check = handler;
  }

  setPermissionRequestHandler(handler: PermissionRequest | null): void {
    this.request = handler;
  }

  /** The app's answer for an address, or undefined where no handler is registered for its scheme. */
  async respond(chromiumUrl: string, method: string, headers: Record<string, string>): Promise<Response | undefined> {
    const url = this.schemes.fromChromium(chromiumUrl);
    const handler = this.handlers.get(new URL(url).protocol.slice(0, -1));
    return await handler?.(new Request(url, { method, headers }));
  }

  /**
   * Sets Chromium's permissions for an origin to what the handlers say. Electron asks them when a page does; here they are asked
   * once a page load, and both must agree before something is granted.
   */
  async applyPermissions(browser: DevtoolsSession, webContents: object, chromiumUrl: string): Promise<void> {
    const origin = this.schemes.originOf(chromiumUrl);
    for (const [name, devtoolsNames] of permissions) {
      const setting = this.isGranted(webContents, name, origin) ? "granted" : "denied";
      for (const devtoolsName of devtoolsNames) {
        await browser.send("Browser.setPermission", {
          permission: { name: devtoolsName },
          setting,
          origin: new URL(chromiumUrl).origin,
        });
      }
    }
  }

  private isGranted(webContents: object, permission: string, origin: string): boolean {
    const details = { isMainFrame: true, requestingUrl: `${origin}/`, embeddingOrigin: origin, securityOrigin: origin };
    if (this.check && !this.check(webContents, permission, `${origin}/`, details)) return false;
    let answer = this.request === null;
    this.request?.(
      webContents,
      permission,
      (isGranted) => {
        answer = isGranted;
      },
      details,
    );
    return answer;
  }
}
