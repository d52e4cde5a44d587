import { join } from "node:path";
import { app } from "electron";
import { explained } from "./commandLine/texts.ts";
import { createCore } from "./core/core.ts";
import { preferSmallHeap } from "./core/memoryUse.ts";
import { Scope } from "./core/scope.ts";
import { registerAppScheme } from "./electron/appProtocol.ts";
import { openDesktop } from "./electron/desktop.ts";
import { createDesktopPlatform } from "./electron/desktopPlatform.ts";
import { type DesktopStart, readStart } from "./electron/startArguments.ts";
import { endUnstarted } from "./electron/startFailure.ts";

/** The folder of all build output; this file's bundle lies in its `main`. */
const distFolder = join(import.meta.dirname, "..");

const start = readStart(process.argv, app.isPackaged);
// Before any window: so Electron's run-as-node can stay switched off in a packaged app.
if (start.kind === "command") await runCommand(start.arguments);
else beginDesktop(start);

async function runCommand(given: readonly string[]): Promise<void> {
  const { runCommandLine } = await import("./commandLine/commandLine.ts");
  const code = await runCommandLine(given);
  // Electron does not end by itself, and what was written to a pipe must not be cut off.
  await new Promise((resolve) => process.stdout.write("", resolve));
  app.exit(code);
}

function beginDesktop(desktop: DesktopStart): void {
  preferSmallHeap();
  app.setName("Quarterdeck");
  // Its own corner of the data folder, which also makes the lock on a second start one lock a data folder.
  app.setPath("userData", join(desktop.dataFolder, "desktop"));
  app.enableSandbox();
  registerAppScheme();
  if (!app.requestSingleInstanceLock()) {
    // The first instance was told of this second start, and shows its window.
    app.exit(0);
    return;
  }
  // Not awaited: the app only gets ready once this file has run to its end.
  app
    .whenReady()
    .then(() => openApp(desktop))
    .catch((error: unknown) => endUnstarted(app, error));
}

async function openApp({ dataFolder, overrides, isDebug, missingListener }: DesktopStart): Promise<void> {
  if (missingListener === "devices") throw explained((words) => words.devicesMissing);
  const scope = new Scope();
  try {
    const core = scope.use(await createCore({ dataFolder, overrides, isDebug, platform: createDesktopPlatform() }));
    await openDesktop(core, scope, distFolder);
  } catch (error) {
    await scope[Symbol.asyncDispose]();
    throw error;
  }
}
