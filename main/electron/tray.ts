import { Menu, type MenuItemConstructorOptions, Tray } from "electron";
import { trayIcon } from "./appIcon.ts";
import { type DesktopTexts, fill } from "./texts.ts";

export interface TrayActions {
  readonly show: () => void;
  readonly quit: () => void;
}

export interface AppTray extends Disposable {
  /** What runs, by name, in the language given. */
  update(names: readonly string[], texts: DesktopTexts): void;
}

/** More names than this make a menu nobody reads. */
const maximumNames = 8;

/** The icon that stays while the window is closed: what runs, Show and Quit. */
export function createTray(actions: TrayActions): AppTray {
  const tray = new Tray(trayIcon());
  // On macOS a click opens the menu.
  if (process.platform !== "darwin") tray.on("click", actions.show);
  return {
    update: (names, texts) => {
      // While the app closes, sessions still end and say so.
      if (tray.isDestroyed()) return;
      tray.setToolTip(`Quarterdeck – ${countText(names.length, texts)}`);
      tray.setContextMenu(Menu.buildFromTemplate(trayTemplate(names, texts, actions)));
    },
    [Symbol.dispose]: () => tray.destroy(),
  };
}

function trayTemplate(
  names: readonly string[],
  texts: DesktopTexts,
  actions: TrayActions,
): MenuItemConstructorOptions[] {
  const hidden = names.length - maximumNames;
  return [
    { id: "running", label: countText(names.length, texts), enabled: false },
    ...names.slice(0, maximumNames).map((name) => ({ label: menuLabel(name), click: actions.show })),
    ...(hidden > 0 ? [{ label: fill(texts.tray.more, { count: hidden }), enabled: false }] : []),
    { type: "separator" },
    { id: "show", label: texts.tray.show, click: actions.show },
    { id: "quit", label: texts.menu.quit, click: actions.quit },
  ];
}

function countText(count: number, { tray }: DesktopTexts): string {
  if (count === 0) return tray.nothingRuns;
  return count === 1 ? tray.oneRuns : fill(tray.manyRun, { count });
}

/** A single & marks a mnemonic in a menu. */
function menuLabel(name: string): string {
  return name.replaceAll("&", "&&");
}
