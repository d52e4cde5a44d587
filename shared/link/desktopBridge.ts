/** What the desktop app's preload script puts on `window.quarterdeck`. In a browser it is absent. */
export interface DesktopBridge {
  /** As Node names it: "linux", "darwin" or "win32". */
  readonly platform: string;
  readonly version: string;
  /**
   * Asks for a link. Its port arrives as a message event on `window` whose data is `portMessage`, with the port in `ports[0]`;
   * messages on it are `[channel, message]`, or "close" from the side that ends it. A port handed out before is closed.
   */
  readonly requestPort: () => void;
  /** Opens the system's folder chooser; null if it was cancelled. */
  readonly chooseFolder: (startIn?: string) => Promise<string | null>;
}

/** The name of the bridge on the page's `window`. */
export const desktopBridgeName = "quarterdeck";

/** The data of the window message that carries a link's port. */
export const portMessage = "quarterdeck:port";

/** What the preload script and the main process call their messages to each other. */
export const desktopChannels = {
  requestPort: "quarterdeck:request-port",
  port: "quarterdeck:port",
  chooseFolder: "quarterdeck:choose-folder",
} as const;
