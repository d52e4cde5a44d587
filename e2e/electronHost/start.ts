import { existsSync, readFileSync, statSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { closeRefusedTabs } from "./api/webContents.ts";
import { launchChromium } from "./chromium/launchChromium.ts";
import { createElectronModule } from "./electronModule.ts";
import { provideElectron } from "./moduleHooks.ts";

interface AppToRun {
  readonly folder: string;
  readonly isPackaged: boolean;
  /** Meant for Chromium. */
  readonly switches: readonly string[];
}

/**
 * What Electron's binary does: provides `electron`, runs the app's main file to its end, top-level awaits included, and only then is
 * ready. An app that awaits readiness at its top level never gets there, here as there.
 */
async function start(): Promise<void> {
  const executable = process.env.ELECTRON_HOST_PATH ?? process.argv[1] ?? "electron";
  delete process.env.ELECTRON_HOST_PATH;
  // As in Electron, the program's own name comes first and no script after it.
  process.argv.splice(0, 2, executable);
  const { folder, isPackaged, switches } = findApp(executable, process.argv.slice(1));
  const appPackage: { name: string; version: string; main: string } = JSON.parse(
    readFileSync(join(folder, "package.json"), "utf8"),
  );
  const { app, host, electron } = createElectronModule({ ...appPackage, isPackaged });
  provideElectron(electron);
  await import(pathToFileURL(join(folder, appPackage.main)).href);
  host.chromium = await launchChromium(join(app.getPath("userData"), "chromium"), switches);
  closeRefusedTabs(host);
  void host.chromium.connection.closed.then(() => app.exit(1));
  process.stderr.write(
    `electronHost: ${host.chromium.version} stands in for Electron\nDevTools listening on ${host.chromium.devtoolsUrl}\n`,
  );
  app.becomeReady();
}

/** A packaged app lies in `resources/app` beside its executable; otherwise the first word names the app's folder. */
function findApp(executable: string, given: readonly string[]): AppToRun {
  const packaged = join(dirname(executable), "resources", "app");
  if (existsSync(packaged)) return { folder: packaged, isPackaged: true, switches: [] };
  if (given[0] === "--version") {
    process.stdout.write(`v0.0.0-electron-host (Node ${process.version})\n`);
    process.exit(0);
  }
  const appAt = given.findIndex((argument) => !argument.startsWith("-"));
  const folder = resolve(given[appAt] ?? ".");
  if (!statSync(folder).isDirectory()) throw new Error(`electronHost: ${folder} is not an app folder`);
  // The others concern Node, or are the stand-in's own affair.
  const switches = given
    .slice(0, Math.max(appAt, 0))
    .filter((argument) => !/^--(inspect|remote-debugging-|no-sandbox)/.test(argument));
  return { folder, isPackaged: false, switches };
}

await start();
