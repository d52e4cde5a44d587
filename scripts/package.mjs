#!/usr/bin/env node
import { obtainElectron } from "./setup/electronBinary.mjs";
import { nodePath } from "./setup/nodeRuntime.mjs";
import { inRoot } from "./setup/paths.mjs";
import { run } from "./setup/run.mjs";
/**
 * `npm run package [-- electron-builder's arguments]`: builds the packages for this system into `release/`.
 * electron-builder needs Electron's zip from GitHub; without it there is nothing to package, and this says so.
 */
import { endWith, SetUpError, say, step } from "./setup/say.mjs";
import { setUp } from "./setup/setUp.mjs";

/** 120 MB over a slow line. */
const downloadSeconds = 600;

try {
  await setUp("development");
  const electron = await obtainElectron({ isRetry: true, seconds: downloadSeconds });
  if ("reason" in electron) {
    throw new SetUpError(
      `No package can be built here: ${electron.reason}.\nPackaging needs Electron's own files. Run it where they can be fetched, or put the zip named in node_modules/electron/checksums.json into Electron's cache (electron_config_cache).`,
    );
  }
  const builder = inRoot("node_modules", "electron-builder", "cli.js");
  await step("Packaging", () =>
    run(nodePath(), [builder, "--publish", "never", ...process.argv.slice(2)], { isShown: true }),
  );
  say("The packages are in release/.");
} catch (error) {
  endWith(error);
}
