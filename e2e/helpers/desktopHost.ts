import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { _electron, type ElectronApplication, type Page } from "@playwright/test";
import { chromiumSwitches } from "./chromiumSwitches.ts";
import { end } from "./processes.ts";
import { projectFolder } from "./projectFolder.ts";
import { testEnvironment } from "./surroundings.ts";

export interface DesktopBinary {
  readonly path: string;
  readonly isStandIn: boolean;
  /** For the report: which binary ran the desktop specs. */
  readonly name: string;
}

/** QUARTERDECK_ELECTRON, else the binary of the `electron` package if it was downloaded, else the stand-in. */
export function findDesktopBinary(): DesktopBinary {
  const standIn = join(projectFolder, "e2e", "electronHost", "electron");
  const named = process.env.QUARTERDECK_ELECTRON;
  if (named) return { path: named, isStandIn: named === standIn, name: `Electron at ${named}` };
  const electron = join(projectFolder, "node_modules", "electron");
  if (existsSync(join(electron, "path.txt"))) {
    const path = join(electron, "dist", readFileSync(join(electron, "path.txt"), "utf8"));
    if (existsSync(path)) return { path, isStandIn: false, name: "Electron of the electron package" };
  }
  return {
    path: standIn,
    isStandIn: true,
    name: "stand-in for Electron (e2e/electronHost): see its README for what that proves",
  };
}

export interface DesktopHost extends AsyncDisposable {
  readonly app: ElectronApplication;
  readonly page: Page;
  readonly dataFolder: string;
  readonly arguments: readonly string[];
  readonly environment: Readonly<Record<string, string>>;
  /** Ends the process without asking, as the end of the machine does; resolves when it is gone. */
  stop(): Promise<void>;
}

/** Starts the built desktop host and waits for its window. Starting again in the same folder is a restart. */
export async function startDesktop(folder: string): Promise<DesktopHost> {
  const dataFolder = join(folder, "data");
  const environment = await testEnvironment(folder);
  const args = [...chromiumSwitches, projectFolder, "--data-dir", dataFolder, "--port", "0"];
  const app = await _electron.launch({ executablePath: findDesktopBinary().path, args, env: environment, cwd: folder });
  // Playwright forgets the process once it has ended.
  const child = app.process();
  const said: string[] = [];
  child.stderr?.on("data", (data) => said.push(String(data)));
  try {
    const page = await app.firstWindow();
    // The blank page that is there before ours must not be taken for it.
    await page.waitForFunction(() => document.readyState === "complete" && document.title !== "");
    return {
      app,
      page,
      dataFolder,
      arguments: args,
      environment,
      stop: async () => await end(child),
      [Symbol.asyncDispose]: async () => await end(child),
    };
  } catch (error) {
    await end(child);
    throw new Error(`The desktop host did not open its window:\n${said.join("")}`, { cause: error });
  }
}
