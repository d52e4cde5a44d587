import { accessSync, constants, existsSync } from "node:fs";
import { createRequire } from "node:module";
import { delimiter, join } from "node:path";
import { installMissing } from "./debian.mjs";
import { nodePath } from "./nodeRuntime.mjs";
import { inRoot } from "./paths.mjs";
import { tryRun } from "./run.mjs";
import { SetUpError, say } from "./say.mjs";

const names = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

const macPlaces = [
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "/Applications/Chromium.app/Contents/MacOS/Chromium",
];

/** An installed Chromium's path: QUARTERDECK_CHROMIUM, the PATH, then the one Playwright downloaded. Null if there is none. */
export function findChromium() {
  const chosen = process.env["QUARTERDECK_CHROMIUM"];
  if (chosen) {
    if (!isExecutable(chosen)) throw new SetUpError(`QUARTERDECK_CHROMIUM names ${chosen}, which cannot be run.`);
    return chosen;
  }
  const folders = (process.env["PATH"] ?? "").split(delimiter);
  const candidates = folders.flatMap((folder) => names.map((name) => join(folder, name)));
  const found = [...candidates, ...(process.platform === "darwin" ? macPlaces : [])].find(isExecutable);
  return found ?? playwrightChromium();
}

/**
 * A Chromium for the tests: an installed one, else Debian's package where it may be installed, else Playwright's own.
 * @returns {Promise<string>}
 */
export async function bringChromium() {
  const installed = findChromium();
  if (installed) return installed;
  await installMissing([{ package: "chromium", isThere: async () => findChromium() !== null }]);
  const debian = findChromium();
  if (debian) return debian;
  say("• Fetching Playwright's Chromium …");
  const { code, output } = await tryRun(
    nodePath(),
    [inRoot("node_modules", "playwright", "cli.js"), "install", "chromium"],
    {
      timeoutSeconds: 600,
    },
  );
  const fetched = findChromium();
  if (code === 0 && fetched) return fetched;
  throw new SetUpError(
    "The tests need a Chromium, and none could be brought here. Do one of these and start again:\n" +
      "  apt-get install chromium                 (Debian, as root)\n" +
      "  npx playwright install --with-deps chromium   (with internet)\n" +
      "  QUARTERDECK_CHROMIUM=/path/to/chrome npm test\n" +
      `Playwright said: ${output.trim().split("\n").at(-1)}`,
  );
}

function playwrightChromium() {
  if (!existsSync(inRoot("node_modules", "@playwright", "test"))) return null;
  const { chromium } = createRequire(import.meta.url)("@playwright/test");
  /** @type {string} */
  const path = chromium.executablePath();
  return existsSync(path) ? path : null;
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
