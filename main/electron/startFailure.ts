import { type App, dialog } from "electron";
import { AppError } from "#shared/errors/appError.ts";
import { desktopTexts, languageFor } from "./texts.ts";

/** Tells the person, and whoever reads stderr, why there is no app, and ends. */
export function endUnstarted(app: App, error: unknown): void {
  const language = languageFor("system", app.getLocale());
  const title = desktopTexts(language).startFailed;
  const reason =
    error instanceof AppError ? `${error.toShape(language).userMessage}\n\n${error.message}` : String(error);
  process.stderr.write(`${title}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  dialog.showErrorBox(title, reason);
  app.exit(1);
}
