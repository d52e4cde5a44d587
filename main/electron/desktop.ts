import { join } from "node:path";
import { app, session } from "electron";
import type { Core } from "../core/contract.ts";
import type { Scope } from "../core/scope.ts";
import { applyTheme, currentTexts } from "./appearance.ts";
import { serveApp } from "./appProtocol.ts";
import { showAttention } from "./desktopAttention.ts";
import { openExternalLink } from "./externalLinks.ts";
import { serveFolderChooser } from "./folderChooser.ts";
import { createMainWindow } from "./mainWindow.ts";
import { setApplicationMenu } from "./menu.ts";
import { notify } from "./notifications.ts";
import { restrictPages, restrictPermissions } from "./pageSecurity.ts";
import { endOnSignals, reportUncaught } from "./processEvents.ts";
import { createQuitting } from "./quit.ts";
import { followRunningSessions } from "./runningSessions.ts";
import { fill } from "./texts.ts";
import { createTray } from "./tray.ts";

/** Puts the desktop around a running core: window, tray, menu, and the way out. Everything is owned by the scope. */
export async function openDesktop(core: Core, scope: Scope, distFolder: string): Promise<void> {
  const texts = () => currentTexts(app, core);
  const running = followRunningSessions(core, scope.signal);
  const quitting = createQuitting({
    app,
    log: core.log,
    running: () => running.names,
    texts,
    close: () => scope[Symbol.asyncDispose](),
  });

  reportUncaught(core.log, quitting);
  restrictPermissions(session.defaultSession);
  restrictPages(app, core.log);
  serveApp(session.defaultSession, join(distFolder, "renderer"));

  let hasToldOfBackground = false;
  const tellOfBackground = (): void => {
    const count = running.names.length;
    if (hasToldOfBackground || count === 0 || scope.signal.aborted) return;
    hasToldOfBackground = true;
    const { title, one, many } = texts().stillRunning;
    notify({ title, body: count === 1 ? one : fill(many, { count }), onClick: () => window.show() });
  };
  const window = scope.use(
    await createMainWindow({
      core,
      preload: join(distFolder, "preload", "preload.cjs"),
      onOpen: (opened) => serveFolderChooser(opened, texts),
      onClosed: tellOfBackground,
    }),
  );
  const tray = scope.use(
    createTray({
      show: () => window.show(),
      showAttention: () => window.show("#/inbox"),
      quit: quitting.quit,
    }),
  );

  const openInBrowser = (): void => {
    openExternalLink(core.loginUrl()).catch((error: unknown) =>
      core.log.error("The browser could not be opened", { error }),
    );
  };
  const updateTray = () =>
    tray.update({ names: running.names, openAttention: core.attention.openCount, texts: texts() });
  const updateAppearance = (): void => {
    applyTheme(core);
    setApplicationMenu(texts().menu, process.platform, { quit: quitting.quit, openInBrowser });
    updateTray();
  };
  running.onChange(updateTray);
  scope.use(core.configuration.onChange(updateAppearance));
  updateAppearance();
  scope.use(showAttention({ core, texts, show: window.show, onCount: updateTray }));

  app.on("second-instance", () => window.show());
  app.on("activate", () => window.show());
  // Listening is what keeps the core and its sessions running in the tray.
  app.on("window-all-closed", () => core.log.debug("The window is closed; the core goes on"));
  endOnSignals(quitting);
  window.show();
}
