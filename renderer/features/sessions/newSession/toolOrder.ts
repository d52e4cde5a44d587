import type { Tool } from "#shared/contract/tools.ts";

export function isInstalled(tool: Tool): boolean {
  return tool.executable !== null;
}

/** Installed tools first: the one used last, then the user's own, then the catalogue's order. */
export function orderTools(tools: readonly Tool[], lastUsed: string | null): readonly Tool[] {
  const rank = (tool: Tool): number =>
    (isInstalled(tool) ? 0 : 4) + (tool.key === lastUsed ? 0 : tool.source === "user" ? 1 : 2);
  return tools.toSorted((left, right) => rank(left) - rank(right));
}

/** What is chosen when the dialog opens: the last tool if it is still installed, else the first installed one. */
export function initialTool(tools: readonly Tool[], lastUsed: string | null): string | null {
  const installed = orderTools(tools, lastUsed).filter(isInstalled);
  return installed[0]?.key ?? null;
}
