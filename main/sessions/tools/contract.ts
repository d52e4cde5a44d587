import type { Tool } from "#shared/contract/tools.ts";

/** The tool catalogue: built-in tools and the user's own, looked for on this machine's PATH. */
export interface Tools {
  /** All tools; `refresh` looks at the PATH and asks for versions again. */
  list(options?: { refresh?: boolean }): Promise<readonly Tool[]>;
  /**
   * What starting this tool would run, looked up on the PATH now. Aliases (`droid`) are accepted.
   * Throws UNKNOWN_TOOL or TOOL_NOT_INSTALLED.
   */
  resolve(key: string): Promise<{ tool: Tool; executable: string; environment: Readonly<Record<string, string>> }>;
}
