import { redact } from "#shared/text/redact.ts";
import type { Configuration } from "./configuration.ts";
import { valueAt } from "./layer.ts";
import { leavesOf } from "./schemaShape.ts";

/**
 * The settings in force, one a line, with where each comes from: `server.port = 9000  (QUARTERDECK_SERVER_PORT)`. References to
 * secrets are shown, what looks like a secret itself is not.
 */
export function printConfiguration({ current, origins }: Pick<Configuration, "current" | "origins">): string {
  const lines = leavesOf().map(({ path, segments }) => {
    const value = redact(valueAt(current, segments));
    return `${path} = ${JSON.stringify(value)}  (${origins[path] ?? "default"})`;
  });
  return `${lines.join("\n")}\n`;
}
