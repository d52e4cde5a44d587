import type { Attention } from "../attention/contract.ts";

/** More than chats and clients may have open together. */
const atOnce = 200;

/**
 * Closes the questions of models and MCP clients that were open when the app was cut off: whoever asked does not wait any more, and
 * an answer would go nowhere. Those of sessions are theirs to close. Called before anybody asks anew.
 */
export async function closeLeftOver(attention: Pick<Attention, "list" | "close">): Promise<void> {
  for (const { id, kind, place } of await attention.list({ state: "open", limit: atOnce })) {
    const waits = kind === "permission" || kind === "question";
    if (waits && place.kind === "app") await attention.close(id, "expired");
  }
}
