import type { App, Session, WebContents } from "electron";
import type { Log } from "../observability/log.ts";
import { appOrigin } from "./appFiles.ts";
import { openExternalLink } from "./externalLinks.ts";

/** What the page may ask of the system: to write plain text to the clipboard, and to notify. Reading the clipboard is not in it. */
const allowedPermissions: ReadonlySet<string> = new Set(["clipboard-sanitized-write", "notifications"]);

/** Denies every permission that is not listed, and every page that is not ours. Both handlers are needed: one asks, one checks. */
export function restrictPermissions(session: Session): void {
  const isAllowed = (permission: string, address: string | undefined): boolean =>
    allowedPermissions.has(permission) && address !== undefined && originOf(address) === appOrigin;
  session.setPermissionCheckHandler((_contents, permission, origin) => isAllowed(permission, origin));
  session.setPermissionRequestHandler((_contents, permission, answer, details) =>
    answer(isAllowed(permission, details.requestingUrl)),
  );
}

/** Holds every page of the app, whoever made it, to the app's own address: no navigation, no new window, no webview. */
export function restrictPages(app: App, log: Log): void {
  app.on("web-contents-created", (_event, contents) => restrictPage(contents, log));
}

function restrictPage(contents: WebContents, log: Log): void {
  contents.on("will-navigate", (event) => {
    if (originOf(event.url) === appOrigin) return;
    event.preventDefault();
    leaveTo(event.url, log);
  });
  // Frames and redirects have no business here at all, not even in the user's browser.
  contents.on("will-frame-navigate", (event) => {
    if (!event.isMainFrame) event.preventDefault();
  });
  contents.on("will-redirect", (event) => event.preventDefault());
  contents.on("will-attach-webview", (event) => event.preventDefault());
  contents.setWindowOpenHandler(({ url }) => {
    leaveTo(url, log);
    return { action: "deny" };
  });
}

function leaveTo(address: string, log: Log): void {
  openExternalLink(address).then(
    (isOpened) => {
      if (!isOpened)
        log.warn("A page wanted to open an address that is not allowed", {
          protocol: URL.parse(address)?.protocol ?? "none",
        });
    },
    (error: unknown) => log.error("The system could not open an address", { error }),
  );
}

/** `new URL(…).origin` is "null" for schemes that are not the web's own, also for ours. */
function originOf(address: string): string | undefined {
  const url = URL.parse(address);
  return url ? `${url.protocol}//${url.host}` : undefined;
}

/** Whether a message came from our own page, in the main frame of a window: the only place that may talk to the core. */
export function isOwnPage(frame: { readonly url: string; readonly parent: unknown } | null): boolean {
  return frame !== null && frame.parent === null && originOf(frame.url) === appOrigin;
}
