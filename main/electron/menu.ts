import { Menu, type MenuItemConstructorOptions } from "electron";
import type { DesktopTexts } from "./texts.ts";

export interface MenuActions {
  readonly quit: () => void;
  readonly openInBrowser: () => void;
}

/**
 * The application's menu. On Linux and Windows a terminal owns plain Ctrl+letter (Ctrl+W deletes a word, Ctrl+R searches), so there
 * our accelerators take Shift as well, and those of editing are shown but left to the page. macOS has Command for itself.
 */
export function setApplicationMenu(texts: DesktopTexts["menu"], platform: string, actions: MenuActions): void {
  const isMac = platform === "darwin";
  const key = (letter: string): string => (isMac ? `Command+${letter}` : `Control+Shift+${letter}`);
  const edit = (label: string, role: NonNullable<MenuItemConstructorOptions["role"]>): MenuItemConstructorOptions => ({
    label,
    role,
    registerAccelerator: isMac,
  });
  const separator: MenuItemConstructorOptions = { type: "separator" };
  const quit: MenuItemConstructorOptions = {
    id: "quit",
    label: texts.quit,
    accelerator: key("Q"),
    click: actions.quit,
  };
  const closeWindow: MenuItemConstructorOptions = { label: texts.closeWindow, role: "close", accelerator: key("W") };

  const template: MenuItemConstructorOptions[] = [
    ...(isMac ? [appMenu(texts, quit)] : []),
    { label: texts.file, submenu: isMac ? [closeWindow] : [closeWindow, separator, quit] },
    {
      label: texts.edit,
      submenu: [
        edit(texts.undo, "undo"),
        edit(texts.redo, "redo"),
        separator,
        edit(texts.cut, "cut"),
        edit(texts.copy, "copy"),
        edit(texts.paste, "paste"),
        edit(texts.selectAll, "selectAll"),
      ],
    },
    {
      label: texts.view,
      submenu: [
        { label: texts.actualSize, role: "resetZoom", accelerator: "CommandOrControl+0" },
        { label: texts.zoomIn, role: "zoomIn", accelerator: "CommandOrControl+Plus" },
        { label: texts.zoomOut, role: "zoomOut", accelerator: "CommandOrControl+-" },
        { label: texts.fullScreen, role: "togglefullscreen", accelerator: isMac ? "Control+Command+F" : "F11" },
        separator,
        { label: texts.reload, role: "reload", accelerator: key("R") },
        {
          label: texts.developerTools,
          role: "toggleDevTools",
          accelerator: isMac ? "Alt+Command+I" : "Control+Shift+I",
        },
      ],
    },
    { label: texts.window, submenu: [{ label: texts.minimize, role: "minimize", accelerator: key("M") }] },
    {
      label: texts.help,
      submenu: [
        { id: "open-in-browser", label: texts.openInBrowser, click: actions.openInBrowser },
        ...(isMac ? [] : [{ label: texts.about, role: "about" } satisfies MenuItemConstructorOptions]),
      ],
    },
  ];
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}

function appMenu(texts: DesktopTexts["menu"], quit: MenuItemConstructorOptions): MenuItemConstructorOptions {
  const separator: MenuItemConstructorOptions = { type: "separator" };
  return {
    label: "Quarterdeck",
    submenu: [
      { label: texts.about, role: "about" },
      separator,
      { role: "services" },
      separator,
      { role: "hide" },
      { role: "hideOthers" },
      { role: "unhide" },
      separator,
      quit,
    ],
  };
}
