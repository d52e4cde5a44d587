/** What the desktop app's preload script puts on `window.quarterdeckDesktop`. In a browser it is absent. */
export interface DesktopBridge {
  /** As Node names it: "linux", "darwin" or "win32". */
  readonly platform: string;
  readonly version: string;
  /**
   * Asks for a link. Its port arrives as a message event on `window` whose data is `linkPortMessage`, with the port in `ports[0]`;
   * messages on it are `[channel, message]`, or "close" from the side that ends it. A port handed out before is closed.
   */
  requestLinkPort(): void;
  /** Opens the system's folder chooser; null if it was cancelled. */
  chooseFolder(startIn?: string): Promise<string | null>;
}

/** The name of the bridge on the page's `window`. */
export const desktopBridgeName = "quarterdeckDesktop";

/** The data of the window message that carries a link's port. */
export const linkPortMessage = "quarterdeck:link-port";
