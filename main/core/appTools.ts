import type { Tool } from "../chat/contract.ts";
import type { AppToolsDeps } from "./appTools/appToolsDeps.ts";
import { attentionTools } from "./appTools/attentionTools.ts";
import { readingTools } from "./appTools/readingTools.ts";
import { steeringTools } from "./appTools/steeringTools.ts";

/** What the app itself offers to models, in chats and as an MCP server. Reading and asking are allowed at first, acting is asked for. */
export function createAppTools(deps: AppToolsDeps): readonly Tool[] {
  return [...readingTools(deps), ...steeringTools(deps), ...attentionTools(deps)];
}
