import { type App, dialog } from "electron";
import { AppError } from "#shared/errors/appError.ts";
import type { Language } from "#shared/errors/errorTexts.ts";
import { ExplainedError } from "#shared/errors/explainedError.ts";
import { desktopTexts, languageFor } from "./texts.ts";

/** Tells the person, and whoever reads stderr, why there is no app, and ends. */
export function endUnstarted(app: App, error: unknown): void {
  const language = languageFor("system", app.getLocale());
  const title = desktopTexts(language).startFailed;
  process.stderr.write(`${title}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`);
  dialog.showErrorBox(title, reasonFor(error, language));
  app.exit(1);
}

function reasonFor(error: unknown, language: Language): string {
  if (error instanceof ExplainedError) return error.texts[language];
  // What went wrong in the person's words, then the facts: which setting in which line, which file.
  if (error instanceof AppError) return `${error.toShape(language).userMessage}\n\n${error.message}`;
  return error instanceof Error ? error.message : String(error);
}
