import type { ToolPermission } from "#shared/configuration/chatSettings.ts";
import type { Configuration } from "./configuration/configuration.ts";

/**
 * Keeps what a person said about tools, one after the other: each change is of what the one before has left, so that two answers at
 * the same time are both kept. Rejects as a change of the settings does.
 */
export function createToolPermissionKeeper(
  configuration: Pick<Configuration, "current" | "update">,
): (tool: string, permission: ToolPermission) => Promise<void> {
  let last: Promise<void> = Promise.resolve();
  return (tool, permission) => {
    const kept = last.then(() =>
      configuration.update({
        "chat.toolPermissions": { ...configuration.current.chat.toolPermissions, [tool]: permission },
      }),
    );
    // Its caller is told; who comes next is not stopped by it.
    last = kept.catch(() => {});
    return kept;
  };
}
