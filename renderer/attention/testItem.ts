import type { AttentionItem } from "#shared/contract/attention.ts";

/** An open item, each with an id of its own; for tests. */
export function testItem(parts: Partial<AttentionItem>): AttentionItem {
  return {
    id: crypto.randomUUID(),
    sequence: 1,
    kind: "permission",
    place: { kind: "app" },
    who: "Claude Code",
    tool: null,
    text: "Run the tests?",
    detail: null,
    choices: [],
    acceptsText: false,
    state: "open",
    closedBy: null,
    answer: null,
    createdAt: 0,
    updatedAt: 0,
    deliveries: [],
    ...parts,
  };
}
