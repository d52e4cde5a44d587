import { existsSync } from "node:fs";
import { join } from "node:path";
import { findInstallation } from "./installation.ts";

/**
 * The command line that runs `quarterdeck` for hooks, executable first: the small entry on plain Node. In a packaged app the executable handles
 * the subcommands itself: it has no Node beside it.
 */
export function hookCommand(): readonly string[] {
  const root = join(findInstallation().rendererFolder, "..", "..");
  const entry = [
    join(import.meta.dirname, "hook.js"),
    join(root, "main", "hook.ts"),
    join(root, "dist", "main", "hook.js"),
  ].find((file) => existsSync(file));
  const node = process.versions.electron ? findNode(root) : process.execPath;
  return entry && node ? [node, entry] : [process.execPath];
}

/** The Node that set-up brought; desktop packages come without it. */
function findNode(root: string): string | undefined {
  const name = process.platform === "win32" ? "node.exe" : "node";
  return [join(root, "node_modules", "node", "bin", name)].find((file) => existsSync(file));
}
