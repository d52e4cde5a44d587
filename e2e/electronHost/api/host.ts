import type { Chromium } from "../chromium/launchChromium.ts";
import type { BrowserWindow } from "./browserWindow.ts";
import type { Schemes } from "./schemes.ts";
import type { Session } from "./session.ts";
import type { WebContents } from "./webContents.ts";

/** What the parts of the stand-in share: the browser once it runs, and the open windows. */
export interface Host {
  readonly schemes: Schemes;
  readonly session: Session;
  readonly windows: Set<BrowserWindow>;
  chromium: Chromium | undefined;
  /** Tells the app about a page that was made, before it loads anything. */
  webContentsCreated(webContents: WebContents): void;
  /** Tells the app about a window that is gone. */
  windowClosed(window: BrowserWindow): void;
}

/** The running browser; windows can only be made when the app is ready. */
export function readyChromium(host: Host): Chromium {
  if (!host.chromium) throw new Error("Cannot create BrowserWindow before app is ready");
  return host.chromium;
}
