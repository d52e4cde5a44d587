import { existsSync } from "node:fs";
import { join } from "node:path";
import { findInstallation } from "./installation.ts";

/**
 * The command line that runs `quarterdeck` from this installation, executable first. In a packaged app the executable handles the
 * subcommands itself.
 */
export function hookCommand(): readonly string[] {
  const { rendererFolder } = findInstallation();
  const script = join(rendererFolder, "..", "..", "scripts", "quarterdeck.mjs");
  return existsSync(script) ? [process.execPath, script] : [process.execPath];
}
