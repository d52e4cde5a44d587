import { isAbsolute } from "node:path";
import { type BrowserWindow, dialog } from "electron";
import { AppError } from "#shared/errors/appError.ts";
import { desktopChannels } from "#shared/link/desktopBridge.ts";
import { isOwnPage } from "./pageSecurity.ts";
import type { DesktopTexts } from "./texts.ts";

/** Lets the page ask for a folder with the system's own chooser. */
export function serveFolderChooser(window: BrowserWindow, texts: () => DesktopTexts): void {
  window.webContents.ipc.handle(desktopChannels.chooseFolder, async ({ senderFrame }, startIn: unknown) => {
    if (!isOwnPage(senderFrame))
      throw new AppError("FORBIDDEN", { message: "Only the app's own page may ask for a folder" });
    const { title, confirm } = texts().chooseFolder;
    const { canceled, filePaths } = await dialog.showOpenDialog(window, {
      title,
      buttonLabel: confirm,
      properties: ["openDirectory", "createDirectory"],
      ...(typeof startIn === "string" && isAbsolute(startIn) ? { defaultPath: startIn } : {}),
    });
    return canceled ? null : (filePaths[0] ?? null);
  });
}
