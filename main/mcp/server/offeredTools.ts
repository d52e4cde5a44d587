import type { ToolPermission } from "#shared/configuration/chatSettings.ts";
import { allows, type Scope } from "#shared/contract/scopes.ts";
import type { Tool } from "../../chat/contract.ts";
import type { Caller } from "../../core/caller.ts";

const prefix = "app.";

/** What a client needs for the tools that act. Everything else only reads, asks or tells, and needs `watch`. */
const scopeOf: Readonly<Record<string, Scope>> = { "app.start_session": "start", "app.send_input": "steer" };

/** A tool as a client is offered it. */
export interface OfferedTool {
  /** Without `app.`: clients put the server's name in front, and some accept no dots. */
  readonly name: string;
  readonly tool: Tool;
  /** Whether the person is asked before each call. */
  readonly asks: boolean;
}

/**
 * The tools a client may call. What the person has set for a tool counts for every client. Otherwise a token's permissions are the
 * person's word already, while the control token, which any program of this user can read, asks before it acts.
 */
export function offeredTools(
  tools: readonly Tool[],
  caller: Pick<Caller, "kind" | "scopes">,
  permissions: Readonly<Record<string, ToolPermission>>,
): readonly OfferedTool[] {
  return tools.flatMap((tool) => {
    const needed = scopeOf[tool.name] ?? "watch";
    const set = permissions[tool.name];
    if (!tool.name.startsWith(prefix) || set === "deny" || !allows(caller.scopes, needed)) return [];
    const byDefault = caller.kind === "token" && tool.name in scopeOf ? "allow" : tool.defaultPermission;
    if (set === undefined && byDefault === "deny") return [];
    return { name: tool.name.slice(prefix.length), tool, asks: (set ?? byDefault) === "ask" };
  });
}
