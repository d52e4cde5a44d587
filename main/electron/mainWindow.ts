import { BrowserWindow, nativeTheme, screen } from "electron";
import type { Core } from "../core/contract.ts";
import { appAddress } from "./appFiles.ts";
import { appIcon } from "./appIcon.ts";
import { servePage } from "./pageLinks.ts";
import { fitToDisplays, minimumWindowSize, type WindowState } from "./windowState.ts";
import { createWindowStateFile } from "./windowStateFile.ts";

export interface MainWindowDeps {
  readonly core: Core;
  /** The built preload script. */
  readonly preload: string;
  /** For what belongs to each window that is opened, as the folder chooser does. */
  readonly onOpen: (window: BrowserWindow) => void;
  readonly onClosed: () => void;
}

/** The one window. Closing it ends only the page; the core and its sessions go on, and `show` opens a fresh one. */
export interface MainWindow extends AsyncDisposable {
  /** Opens the window, or brings the open one before the others; with a fragment (`#/inbox`) at that place of the app. */
  show(fragment?: string): void;
  readonly isOpen: boolean;
}

/** Nothing is opened yet. `read` waits for the remembered place, so that the window does not jump. */
export async function createMainWindow(deps: MainWindowDeps): Promise<MainWindow> {
  const { log, dataFolder } = deps.core;
  const stateFile = createWindowStateFile(dataFolder, log);
  let state = await stateFile.read();
  let window: BrowserWindow | undefined;
  let link: AsyncDisposable | undefined;
  let saving: Promise<void> = Promise.resolve();

  const save = (): void => {
    const current = state;
    if (!current) return;
    saving = saving
      .then(() => stateFile.write(current))
      .catch((error: unknown) => log.error("The window's place could not be saved", { error }));
  };
  const open = (fragment: string): void => {
    const opened = openWindow(deps, state);
    loadPage(opened, fragment, deps.core);
    window = opened;
    followState(opened, (changed) => {
      state = changed;
    });
    link = servePage(opened.webContents, deps.core);
    deps.onOpen(opened);
    opened.once("closed", () => {
      window = undefined;
      save();
      deps.onClosed();
    });
  };

  return {
    get isOpen() {
      return window !== undefined;
    },
    show: (fragment = "") => {
      if (!window) return open(fragment);
      // The same page with another fragment is not loaded again; the page follows it.
      if (fragment !== "") loadPage(window, fragment, deps.core);
      if (window.isMinimized()) window.restore();
      window.show();
      window.focus();
    },
    [Symbol.asyncDispose]: async () => {
      await link?.[Symbol.asyncDispose]();
      if (window) {
        const closed = new Promise<void>((resolve) => window?.once("closed", () => resolve()));
        window.destroy();
        await closed;
      }
      await saving;
    },
  };
}

function openWindow({ core, preload }: MainWindowDeps, remembered: WindowState | undefined): BrowserWindow {
  const [primary, displays] = [screen.getPrimaryDisplay(), screen.getAllDisplays()];
  const workAreas = [primary, ...displays.filter(({ id }) => id !== primary.id)].map(({ workArea }) => workArea);
  const { bounds, isMaximized } = fitToDisplays(remembered, workAreas);
  const window = new BrowserWindow({
    ...bounds,
    minWidth: minimumWindowSize.width,
    minHeight: minimumWindowSize.height,
    title: "Quarterdeck",
    icon: appIcon(),
    show: false,
    // Shown for the moment before the page has drawn itself.
    backgroundColor: nativeTheme.shouldUseDarkColors ? "#16181c" : "#ffffff",
    webPreferences: {
      preload,
      additionalArguments: [`--quarterdeck-version=${core.version}`],
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      spellcheck: false,
    },
  });
  window.once("ready-to-show", () => {
    if (isMaximized) window.maximize();
    window.show();
  });
  reloadAfterCrash(window, core);
  return window;
}

function loadPage(window: BrowserWindow, fragment: string, { log }: Core): void {
  window.loadURL(`${appAddress}${fragment}`).catch((error: unknown) => {
    // A window closed while its page loads is no failure.
    if (!window.isDestroyed()) log.error("The window's page did not load", { error });
  });
}

/** A page that died is loaded again: everything it showed lives in the core. Twice in a minute it stays down, or it would go on for ever. */
function reloadAfterCrash(window: BrowserWindow, core: Core): void {
  let lastCrash = Number.NEGATIVE_INFINITY;
  window.webContents.on("render-process-gone", (_event, { reason, exitCode }) => {
    if (reason === "clean-exit" || window.isDestroyed()) return;
    core.log.error("The window's page ended unexpectedly", { reason, exitCode });
    const now = performance.now();
    if (now - lastCrash > 60_000) window.webContents.reload();
    lastCrash = now;
  });
}

/** Kept while the window lives, because a closed one can no longer be asked. */
function followState(window: BrowserWindow, onChange: (state: WindowState) => void): void {
  const tell = (): void => {
    if (!window.isMinimized()) onChange({ bounds: window.getNormalBounds(), isMaximized: window.isMaximized() });
  };
  window.on("resize", tell);
  window.on("move", tell);
  window.on("maximize", tell);
  window.on("unmaximize", tell);
}
