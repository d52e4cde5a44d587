import { Menu, type MenuItemConstructorOptions, Tray } from "electron";
import { trayIcon } from "./appIcon.ts";
import { type DesktopTexts, fill } from "./texts.ts";

export interface TrayActions {
  readonly show: () => void;
  /** Shows what needs the person. */
  readonly showAttention: () => void;
  readonly quit: () => void;
}

export interface TrayState {
  /** What runs. */
  readonly names: readonly string[];
  /** How many attention items are open. */
  readonly openAttention: number;
  readonly texts: DesktopTexts;
}

export interface AppTray extends Disposable {
  update(state: TrayState): void;
}

/** More names than this make a menu nobody reads. */
const maximumNames = 8;

/** The icon that stays while the window is closed: what runs, Show and Quit. */
export function createTray(actions: TrayActions): AppTray {
  const tray = new Tray(trayIcon());
  // On macOS a click opens the menu.
  if (process.platform !== "darwin") tray.on("click", actions.show);
  return {
    update: (state) => {
      // While the app closes, sessions still end and say so.
      if (tray.isDestroyed()) return;
      const { names, openAttention, texts } = state;
      const needs = openAttention === 0 ? [] : [attentionText(openAttention, texts)];
      tray.setToolTip(["Quarterdeck", ...needs, countText(names.length, texts)].join(" – "));
      tray.setContextMenu(Menu.buildFromTemplate(trayTemplate(state, actions)));
    },
    [Symbol.dispose]: () => tray.destroy(),
  };
}

function trayTemplate({ names, openAttention, texts }: TrayState, actions: TrayActions): MenuItemConstructorOptions[] {
  const hidden = names.length - maximumNames;
  const attention: MenuItemConstructorOptions[] = [
    { id: "attention", label: attentionText(openAttention, texts), click: actions.showAttention },
    { type: "separator" },
  ];
  return [
    ...(openAttention === 0 ? [] : attention),
    { id: "running", label: countText(names.length, texts), enabled: false },
    ...names.slice(0, maximumNames).map((name) => ({ label: menuLabel(name), click: actions.show })),
    ...(hidden > 0 ? [{ label: fill(texts.tray.more, { count: hidden }), enabled: false }] : []),
    { type: "separator" },
    { id: "show", label: texts.tray.show, click: actions.show },
    { id: "quit", label: texts.menu.quit, click: actions.quit },
  ];
}

function attentionText(count: number, { attention }: DesktopTexts): string {
  return count === 1 ? attention.one : fill(attention.many, { count });
}

function countText(count: number, { tray }: DesktopTexts): string {
  if (count === 0) return tray.nothingRuns;
  return count === 1 ? tray.oneRuns : fill(tray.manyRun, { count });
}

/** A single & marks a mnemonic in a menu. */
function menuLabel(name: string): string {
  return name.replaceAll("&", "&&");
}
