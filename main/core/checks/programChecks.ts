import { access, constants, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { delimiter, dirname, join } from "node:path";
import { type Finding, failed, ok, same, warning } from "./finding.ts";

const neededNode = 24;

/** The Node that runs this, on which the addons depend. */
export function checkNode(): Finding {
  const { node, modules } = process.versions;
  const detail = same(`Node ${node} (ABI ${modules}), ${process.platform} ${process.arch}`);
  if (Number.parseInt(node, 10) >= neededNode) return ok(detail);
  return failed(detail, {
    en: `Start with \`npm start\`, which brings Node ${neededNode}, or install Node ${neededNode}.`,
    "zh-CN": `请用 \`npm start\` 启动（会自带 Node ${neededNode}），或安装 Node ${neededNode}。`,
  });
}

const browserNames = [
  "chromium",
  "chromium-browser",
  "google-chrome",
  "google-chrome-stable",
  "microsoft-edge",
  "firefox",
];

/** Whether the desktop window can open, and if not, whether a browser can be used instead. */
export async function checkDesktop(): Promise<Finding> {
  if (process.versions.electron !== undefined) return ok(same(`Electron ${process.versions.electron}`));
  const [electron, browser] = await Promise.all([findElectron(), findOnPath(browserNames)]);
  const browsers = {
    en: browser === null ? "no browser was found on the PATH" : `browser: ${browser}`,
    "zh-CN": browser === null ? "PATH 中未找到浏览器" : `浏览器：${browser}`,
  };
  if (electron !== null) {
    return ok({ en: `Electron: ${electron}; ${browsers.en}`, "zh-CN": `Electron：${electron}；${browsers["zh-CN"]}` });
  }
  return warning(
    {
      en: `Electron’s program is not installed, so the desktop window cannot open; ${browsers.en}.`,
      "zh-CN": `未安装 Electron 程序，无法打开桌面窗口；${browsers["zh-CN"]}。`,
    },
    {
      en: "Run `npx install-electron` with internet access, or run `quarterdeck serve` and use a browser.",
      "zh-CN": "请在联网时运行 `npx install-electron`，或运行 `quarterdeck serve` 并使用浏览器。",
    },
  );
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
