import type { ElectronApplication } from "@playwright/test";

interface Captured {
  readonly opened: string[];
  readonly asked: { readonly message: string; readonly buttons: readonly string[]; readonly detail: string }[];
  readonly notified: string[];
  answer: number;
  trayMenu: Electron.Menu | null;
}

declare global {
  /** In the main process under test only. */
  var captured: Captured;
}

/**
 * Puts our own functions where a person or the system would answer: addresses handed to the system are collected, dialogs are
 * answered, notifications are counted, and the tray's menu is kept at its next change. As on real Electron, nothing of the app itself is touched.
 */
export async function captureDesktop(app: ElectronApplication): Promise<void> {
  await app.evaluate(({ dialog, Notification, shell, Tray }) => {
    globalThis.captured = { opened: [], asked: [], notified: [], answer: 0, trayMenu: null };
    shell.openExternal = async (address) => {
      globalThis.captured.opened.push(address);
    };
    const showMessageBox = async (options: Electron.MessageBoxOptions) => {
      const { message, detail = "", buttons = [] } = options;
      globalThis.captured.asked.push({ message, detail, buttons });
      return { response: globalThis.captured.answer, checkboxChecked: false };
    };
    Object.assign(dialog, { showMessageBox });
    Notification.prototype.show = function () {
      globalThis.captured.notified.push(this.title);
    };
    const { setContextMenu } = Tray.prototype;
    Tray.prototype.setContextMenu = function (menu) {
      globalThis.captured.trayMenu = menu;
      setContextMenu.call(this, menu);
    };
  });
}

/** What the next question is answered with: the number of its button. */
export async function answerNext(app: ElectronApplication, button: number): Promise<void> {
  await app.evaluate((_electron, index) => {
    globalThis.captured.answer = index;
  }, button);
}

export async function questions(app: ElectronApplication): Promise<Captured["asked"]> {
  return await app.evaluate(() => globalThis.captured.asked);
}

export async function openedAddresses(app: ElectronApplication): Promise<string[]> {
  return await app.evaluate(() => globalThis.captured.opened);
}

/** The titles of the notifications shown. */
export async function notifications(app: ElectronApplication): Promise<string[]> {
  return await app.evaluate(() => globalThis.captured.notified);
}

/** The labels of the tray's menu; empty until it changed once. */
export async function trayLabels(app: ElectronApplication): Promise<string[]> {
  return await app.evaluate(
    () =>
      globalThis.captured.trayMenu?.items.filter(({ type }) => type !== "separator").map(({ label }) => label) ?? [],
  );
}

/** Clicks an entry of the tray's menu. */
export async function clickTray(app: ElectronApplication, id: "attention" | "show" | "quit"): Promise<void> {
  await app.evaluate((_electron, itemId) => {
    const item = globalThis.captured.trayMenu?.getMenuItemById(itemId);
    if (!item) throw new Error(`The tray has no entry ${itemId}`);
    // Later, so that the answer to this call is not cut off where the entry quits.
    setImmediate(() => item.click());
  }, id);
}

/** Clicks an entry of the application's menu. */
export async function clickMenu(app: ElectronApplication, id: string): Promise<void> {
  await app.evaluate(({ Menu }, itemId) => {
    const item = Menu.getApplicationMenu()?.getMenuItemById(itemId);
    if (!item) throw new Error(`The menu has no entry ${itemId}`);
    setImmediate(() => item.click());
  }, id);
}
