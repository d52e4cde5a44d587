import type { Attention } from "../attention/contract.ts";
import type { Tool } from "../chat/contract.ts";
import type { Sessions } from "../sessions/contract.ts";
import { attentionTools } from "./appTools/attentionTools.ts";
import { readingTools } from "./appTools/readingTools.ts";
import { steeringTools } from "./appTools/steeringTools.ts";

export interface AppToolsDeps {
  readonly sessions: Pick<Sessions, "get" | "list" | "start" | "sendInput"> & {
    readonly history: Pick<Sessions["history"], "rows" | "screen" | "search">;
  };
  readonly attention: Pick<Attention, "close" | "list" | "outcome" | "raise">;
}

/** What the app itself offers to models, in chats and as an MCP server. Reading and asking are allowed at first, acting is asked for. */
export function createAppTools(deps: AppToolsDeps): readonly Tool[] {
  return [...readingTools(deps), ...steeringTools(deps), ...attentionTools(deps)];
}
