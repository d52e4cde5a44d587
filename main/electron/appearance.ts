import { type App, nativeTheme } from "electron";
import type { Core } from "../core/contract.ts";
import { type DesktopTexts, desktopTexts, languageFor } from "./texts.ts";

/** The words of everything outside the page, in the language that is set now. */
export function currentTexts(app: App, { configuration }: Pick<Core, "configuration">): DesktopTexts {
  return desktopTexts(languageFor(configuration.current.appearance.language, app.getLocale()));
}

/** Lets the system's own parts (menus, dialogs, title bar) follow the theme that is set; high contrast is dark. */
export function applyTheme({ configuration }: Pick<Core, "configuration">): void {
  const { theme } = configuration.current.appearance;
  nativeTheme.themeSource = theme === "contrast" ? "dark" : theme;
}
