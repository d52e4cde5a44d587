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

/** How one sees that a tool has worked and now waits for the person. */
export interface WaitingRule {
  /** Nothing was printed for this long. */
  readonly quietMs: number;
  /** One of the last lines on the screen must look like this; any will do if left out. */
  readonly prompt?: RegExp;
  /** The line above a numbered menu that asks for permission; the number of an option chooses it. */
  readonly menu?: RegExp;
}
