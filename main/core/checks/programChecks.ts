import { access, constants, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { delimiter, dirname, join } from "node:path";
import { type Finding, failed, ok, warning } from "./finding.ts";

const neededNode = 24;

/** The Node that runs this, on which the addons depend. */
export function checkNode(): Finding {
  const { node, modules } = process.versions;
  const detail = `Node ${node} (ABI ${modules}), ${process.platform} ${process.arch}`;
  if (Number.parseInt(node, 10) >= neededNode) return ok(detail);
  return failed(detail, `Start with \`npm start\`, which brings Node ${neededNode}, or install Node ${neededNode}.`);
}

const browserNames = [
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
  "chrome",
  "msedge",
  "firefox",
];

/** Whether the desktop window can open, and if not, whether a browser can be used instead. */
export async function checkElectron(): Promise<Finding> {
  if (process.versions.electron !== undefined) return ok(`Electron ${process.versions.electron}`);
  const electron = await findElectron();
  const browser = await findOnPath(browserNames);
  const browserWords = browser === null ? "no browser on the PATH" : `browser: ${browser}`;
  if (electron !== null) return ok(`Electron: ${electron}; ${browserWords}`);
  const detail = `Electron's program is not installed, so the desktop window cannot open; ${browserWords}`;
  const remedy = "Run `npx install-electron` with internet access, or use the headless mode in a browser.";
  return browser === null
    ? warning(detail, `${remedy} Without a browser here, open the login link elsewhere through a tunnel.`)
    : warning(detail, remedy);
}

/**
 * The path of Electron's program, where it has been downloaded. The package's own entry is not asked: it would begin to download.
 */
async function findElectron(): Promise<string | null> {
  const override = process.env.QUARTERDECK_ELECTRON;
  if (override !== undefined) return (await isExecutable(override)) ? override : null;
  try {
    const folder = dirname(createRequire(import.meta.url).resolve("electron/package.json"));
    const program = join(folder, "dist", (await readFile(join(folder, "path.txt"), "utf8")).trim());
    return (await isExecutable(program)) ? program : null;
  } catch {
    // Neither the package nor its note of where the program lies is there.
    return null;
  }
}

async function findOnPath(names: readonly string[]): Promise<string | null> {
  const suffix = process.platform === "win32" ? ".exe" : "";
  for (const folder of (process.env.PATH ?? "").split(delimiter).filter(Boolean)) {
    for (const name of names) {
      const path = join(folder, `${name}${suffix}`);
      if (await isExecutable(path)) return path;
    }
  }
  return null;
}

async function isExecutable(path: string): Promise<boolean> {
  return await access(path, constants.X_OK)
    .then(() => true)
    .catch(() => false);
}
