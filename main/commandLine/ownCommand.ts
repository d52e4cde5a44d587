import { existsSync } from "node:fs";
import { join } from "node:path";
import { findInstallation } from "../core/installation.ts";

/**
 * The command line that runs `quarterdeck` again, executable first: what a configuration of another program must name. In a packaged
 * app the executable handles the subcommands itself.
 */
export function ownCommand(): readonly string[] {
  if (process.versions.electron) return [process.execPath];
  const root = join(findInstallation().rendererFolder, "..", "..");
  const launcher = join(root, "scripts", "quarterdeck.mjs");
  return existsSync(launcher) ? [process.execPath, launcher] : [process.execPath];
}
