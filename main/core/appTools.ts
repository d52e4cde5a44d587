import type { Attention } from "../attention/contract.ts";
import type { Tool } from "../chat/contract.ts";
import type { Sessions } from "../sessions/contract.ts";
import type { Tools } from "../sessions/tools/contract.ts";

export interface AppToolsDeps {
  readonly sessions: Sessions;
  readonly tools: Tools;
  readonly attention: Attention;
}

/** What the app itself offers to models, in chats and as an MCP server. */
export function createAppTools(_deps: AppToolsDeps): readonly Tool[] {
  return [];
}
