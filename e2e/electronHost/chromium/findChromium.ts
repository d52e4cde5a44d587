import { accessSync, constants } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, join } from "node:path";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

/** The Chromium to use: QUARTERDECK_CHROMIUM, one on the PATH, or the one Playwright downloaded, whether that is there or not. */
export function findChromium(): string {
  const named = process.env.QUARTERDECK_CHROMIUM;
  if (named) return named;
  const candidates = (process.env.PATH ?? "")
    .split(delimiter)
    .flatMap((folder) => names.map((name) => join(folder, name)));
  return candidates.find(isExecutable) ?? playwrightChromium();
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** Loaded only where it is needed: it would take most of the stand-in's start. */
function playwrightChromium(): string {
  const { chromium }: typeof import("playwright") = createRequire(import.meta.url)("playwright");
  return chromium.executablePath();
}
