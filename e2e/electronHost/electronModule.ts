import { App, type AppPackage } from "./api/app.ts";
import { BrowserWindow, connectWindows } from "./api/browserWindow.ts";
import type { Host } from "./api/host.ts";
import { Menu, MenuItem } from "./api/menu.ts";
import { MessageChannelMain } from "./api/messagePorts.ts";
import { Schemes } from "./api/schemes.ts";
import { Session } from "./api/session.ts";
import { dialog, Notification, nativeImage, nativeTheme, screen, shell, Tray } from "./api/shell.ts";
import { named } from "./named.ts";

/** Builds the module that the main process gets for `electron`, and what the start-up needs of it. */
export function createElectronModule(appPackage: AppPackage) {
  const schemes = new Schemes();
  const windows = new Set<BrowserWindow>();
  const host: Host = {
    schemes,
    session: new Session(schemes),
    windows,
    chromium: undefined,
    webContentsCreated: (webContents) => app.emit("web-contents-created", {}, webContents),
    windowClosed: (window) => {
      windows.delete(window);
      app.windowClosed();
    },
  };
  const app = new App(host, appPackage);
  connectWindows(host);
  const findByTarget = (targetId: string) =>
    BrowserWindow.getAllWindows().find(({ webContents }) => webContents.targetId === targetId)?.webContents;
  const electron = {
    app: named("app", app),
    BrowserWindow,
    dialog: named("dialog", dialog),
    Menu,
    MenuItem,
    MessageChannelMain,
    nativeImage: named("nativeImage", nativeImage),
    nativeTheme: named("nativeTheme", nativeTheme),
    Notification,
    protocol: named("protocol", { registerSchemesAsPrivileged: schemes.register.bind(schemes) }),
    screen: named("screen", screen),
    session: named("session", { defaultSession: named("Session", host.session) }),
    shell: named("shell", shell),
    Tray,
    webContents: named("webContents", { fromDevToolsTargetId: findByTarget }),
  };
  return { app, host, electron };
}
